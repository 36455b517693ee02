using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>What came in through an adapter, its sender proved.</summary>
public sealed record FromChannel
{
    /// <summary>Name of the adapter.</summary>
    public required string Adapter { get; init; }

    /// <summary>What records call the channel; the adapter's name where it carries one channel only.</summary>
    public string? Channel { get; init; }

    /// <summary>The channel's own name of the conversation.</summary>
    public required string Talk { get; init; }

    /// <summary>The channel's own name of who writes. Only a keyed hash of it is kept in the clear.</summary>
    public required string User { get; init; }

    /// <summary>Where answers go. Kept encrypted and given back with every <see cref="Parcel"/>.</summary>
    public required JsonObject Address { get; init; }

    /// <summary>The message; its type is <c>message</c>, or <c>conversationUpdate</c> for somebody who has only arrived.</summary>
    public required Activity Activity { get; init; }

    /// <summary>What the channel calls the message: the same takes effect once.</summary>
    public required string Key { get; init; }

    /// <summary>How long the adapter answers by itself before <see cref="Deliveries"/> carries what is left; none where it never does.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>What the adapter remembers from now on, made from what it did; null to leave it.</summary>
    public Func<JsonObject, JsonObject>? Notes { get; init; }

    /// <summary>Whether others read along.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Whether the channel knows its users again, so that a proved identity is remembered for a day.</summary>
    public bool Binds { get; init; }

    /// <summary>Whether choices are shown as a numbered list.</summary>
    public bool HasNumberedChoices { get; init; }

    /// <summary>What came that the assistant cannot open: voice, picture, place, link or other.</summary>
    public string? Unopened { get; init; }

    /// <summary>The member of staff who writes, where the channel proves that.</summary>
    public string? Staff { get; init; }

    /// <summary>Whether a parent bot handed the conversation over, and waits to be told when what was wanted is done.</summary>
    public bool IsSkill { get; init; }

    /// <summary>The case that the bank's own sign-in has proved, where the channel carries that.</summary>
    public string? BankCase { get; init; }
}

/// <summary>
/// Takes in what adapters bring: finds the conversation somebody is in, or starts one with a greeting, and runs the turn. When it returns, the turn is on
/// disk and its answer waits to be carried out.
/// </summary>
public sealed class Reception(Talks talks, TurnPipeline pipeline, BankClock clock)
{
    /// <summary>Takes one message in.</summary>
    /// <returns>The conversation, and the turn's activities; those of the first time where the message came before.</returns>
    public async Task<(string ConversationId, TurnResult Result)> TakeAsync(FromChannel message, CancellationToken cancellation)
    {
        var (conversationId, isNew) = await talks.OpenAsync(message);
        var arrival = new Activity { Type = "conversationUpdate", Locale = message.Activity.Locale, From = message.Activity.From };
        var result = isNew || message.Activity.Type == "conversationUpdate" ? await RunAsync(arrival, "start") : null;
        if (message.Activity.Type != "conversationUpdate")
            result = await RunAsync(message.Activity, message.Key);
        return (conversationId, result!);

        Task<TurnResult> RunAsync(Activity activity, string key)
        {
            activity.From = new() { Id = message.User, Name = activity.From?.Name, Role = "user" };
            activity.Conversation = new() { Id = conversationId };
            activity.ChannelId = message.Channel ?? message.Adapter;
            activity.Timestamp = clock.Now.ToUniversalTime();
            return pipeline.RunAsync(new()
            {
                Channel = message.Channel ?? message.Adapter,
                ConversationId = conversationId,
                Key = key,
                UserId = talks.UserOf(message.Adapter, message.User),
                Activity = activity,
                BankCase = message.BankCase,
                Staff = message.Staff,
                IsGroup = message.IsGroup,
                Binds = message.Binds,
                HasNumberedChoices = message.HasNumberedChoices,
                Unopened = message.Unopened,
                IsSkill = message.IsSkill,
            }, cancellation);
        }
    }
}

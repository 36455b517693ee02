using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>
/// Takes in what the platform delivers at <c>/wechat</c>. It waits five seconds and delivers at most three times: an answer that is ready in time goes with the answer to the
/// delivery, anything else by <see cref="WeChatChannel"/>.
/// </summary>
public sealed class WeChatDoor(WeChatSettings settings, WeChatFiles files, WeChatWords words, WeChatApi api, WeChatBinding binding, Reception reception, Talks talks, PassiveAnswers answers, Deliveries deliveries, BankClock clock, ILogger<WeChatDoor> log)
{
    /// <summary>What the platform takes for "I have it".</summary>
    private const string Success = "success";

    /// <summary>The platform delivers a third and last time ten seconds after the first; sooner it is only a repetition.</summary>
    private static readonly LastTry LastTry = new(3, TimeSpan.FromSeconds(8));

    /// <summary>Until then nobody else sends the answer; longer than the platform waits.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(6);

    private readonly WeChatCrypto? crypto = settings.IsOn ? new(settings.Token!, settings.EncodingAesKey, settings.AppId!) : null;

    /// <summary>Maps the endpoint, where the account is configured.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        if (!settings.IsOn)
            return;
        var wechat = app.MapGroup("/wechat").WithTags("Channels").DisableAntiforgery();
        wechat.MapGet("", (string? signature, string? timestamp, string? nonce, string? echostr) =>
            crypto!.IsSigned(signature, timestamp, nonce) ? Results.Text(echostr ?? "") : Refused(WeChatRefusal.BadSignature)).WithSummary("The platform's check of this address.");
        wechat.MapPost("", TakeAsync).WithSummary("A message or event of the platform, plain or encrypted.");
        binding.Map(app, wechat);
    }

    private static IResult Refused(WeChatRefusal refusal) => Results.Problem(refusal switch
    {
        WeChatRefusal.BadSignature => "The signature does not fit; WeChat:Token must be the token of the account's server configuration.",
        WeChatRefusal.NoKey => "The message is encrypted; set WeChat:EncodingAesKey to the key of the account's server configuration.",
        WeChatRefusal.BadCipher => "The encrypted message does not open; WeChat:EncodingAesKey must be the key of the account's server configuration.",
        WeChatRefusal.WrongReceiver => "The message is meant for another account; WeChat:AppId must be this account's.",
        WeChatRefusal.TooLarge => "A message of the platform has at most 64 KiB.",
        _ => "The body is no message of the platform: one XML document in UTF-8, without a document type.",
    }, statusCode: refusal switch
    {
        WeChatRefusal.BadSignature => StatusCodes.Status403Forbidden,
        WeChatRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    });

    private async Task<IResult> TakeAsync(HttpContext http, string? signature, string? timestamp, string? nonce, string? msg_signature)
    {
        if (!crypto!.IsSigned(signature, timestamp, nonce))
            return Refused(WeChatRefusal.BadSignature);
        var (message, refusal) = await WeChatXml.ParseAsync(http.Request.Body, http.RequestAborted);
        if (message is { Encrypt: { } box })
        {
            var (plain, wrong) = crypto.Open(msg_signature, timestamp, nonce, box);
            (message, refusal) = plain is null ? (null, wrong) : WeChatXml.Parse(plain);
        }
        else if (message is not null && crypto.HasKey)
        {
            // Whoever has seen one signed address could write in anybody's name, if the clear were taken beside the encrypted.
            return Results.Problem("With WeChat:EncodingAesKey set only encrypted messages are taken; choose the safe or compatible mode on the platform, or remove the key.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (message is null or { FromUser.Length: 0 })
            return Refused(refusal ?? WeChatRefusal.BadMessage);
        var text = await AnswerAsync(message);
        if (text is null)
            return Results.Text(Success);
        var reply = WeChatXml.Reply(message, text, clock.Now);
        return Results.Text(crypto.HasKey ? WeChatXml.Envelope(crypto, reply, clock.Now, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))) : reply, "application/xml", Encoding.UTF8);
    }

    /// <summary>What is said within the time the platform gives; null when nothing is, or it comes later.</summary>
    private async Task<string?> AnswerAsync(WeChatMessage message)
    {
        if (await ReadAsync(message) is not { } taken)
            return null;
        // On a thread of its own: a store that makes wait must not keep the platform waiting as well.
        var work = Task.Run(() => TurnAsync(taken, message));
        if (await Task.WhenAny(work, Task.Delay(settings.ReplyMilliseconds, CancellationToken.None)) != work)
        {
            _ = LateAsync(work);
            return null;
        }

        var text = await answers.TakeAsync(await work, taken.Key, Next, api.IsOn ? LastTry : null);
        // What did not fit, or was given back, goes the other way at once.
        deliveries.Look(await work);
        return text;
    }

    /// <returns>The conversation, once the turn is on disk; asking for the rest of a text is no turn.</returns>
    private async Task<string> TurnAsync(FromChannel taken, WeChatMessage message)
    {
        if (message.Content is { } said && files.AsksForMore(said) && talks.Find(taken.Adapter, taken.Talk) is { } conversationId && talks.HasWaiting(conversationId))
            return (await talks.OpenAsync(taken)).ConversationId;
        return (await reception.TakeAsync(taken, CancellationToken.None)).ConversationId;
    }

    /// <summary>The turn took longer than the platform waits: its answer goes by customer-service message.</summary>
    private async Task LateAsync(Task<string> work)
    {
        try
        {
            var conversationId = await work;
            await talks.ReleaseAsync(conversationId);
            deliveries.Look(conversationId);
        }
#pragma warning disable CA1031 // Nobody waits for this any more; the platform delivers the message again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogError(failure, "A message of WeChat could not be taken in");
        }
    }

    private (string Text, Position To) Next(Parcel parcel)
    {
        var letter = words.Next(parcel, (_, _) => true, api.IsOn ? null : "more")!;
        return (letter.Text, letter.To);
    }

    /// <summary>The platform's message as the assistant takes it; null for what nobody answers.</summary>
    private async Task<FromChannel?> ReadAsync(WeChatMessage message)
    {
        switch (message.MsgType.ToLowerInvariant())
        {
            case "text":
                return From(message, message.Content ?? "");
            case "voice":
                return From(message, "", "voice");
            case "image" or "video" or "shortvideo":
                return From(message, "", "picture");
            case "location":
                return From(message, "", "place");
            case "link":
                return From(message, "", "link");
            case "event" when message.Is("unsubscribe"):
                await binding.UnbindAsync(message.FromUser);
                await talks.EndAsync(WeChatChannel.Wire, message.FromUser);
                return null;
            case "event" when message.Is("subscribe"):
                return await binding.BindAsync(message.FromUser, message.EventKey is { } key && key.StartsWith("qrscene_", StringComparison.Ordinal) ? key[8..] : null)
                    ? From(message, words.Text(Prompts.Locales.Chinese, "scan_says")) : From(message, "") with { Activity = new() { Type = "conversationUpdate" } };
            case "event" when message.Is("scan"):
                return await binding.BindAsync(message.FromUser, message.EventKey) ? From(message, words.Text(Prompts.Locales.Chinese, "scan_says")) : null;
            case "event" when message.Is("click"):
                if (files.Says(message.EventKey ?? "") is { } says)
                    return From(message, says);
                log.LogWarning("The menu of the WeChat account has a key that prompts/channels/wechat.yaml does not: {Key}; publish the menu again", message.EventKey);
                return null;
            case "event":
                return null;
            default:
                return From(message, "", "other");
        }
    }

    private FromChannel From(WeChatMessage message, string says, string? unopened = null)
    {
        var isMessage = message.MsgType != "event";
        return new()
        {
            Adapter = WeChatChannel.Wire,
            Talk = message.FromUser,
            User = message.FromUser,
            Address = new() { [WeChatChannel.OpenId] = message.FromUser },
            Activity = new() { Type = "message", Text = says },
            Key = message.Key,
            Hold = Hold,
            Binds = true,
            HasNumberedChoices = true,
            Unopened = unopened,
            Notes = notes => WeChatRights.Give(notes, message.Key, isMessage, clock.Now),
        };
    }
}

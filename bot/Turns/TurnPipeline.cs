using Assistant.Skills;
using Assistant.Skills.Debtor;

namespace Assistant.Bot.Turns;

/// <summary>One message's whole way through the assistant.</summary>
public sealed class TurnPipeline(
    IConversations conversations, IUnderstanding understanding, ICaseDesk desk, IDialogue dialogue, IWording wording, IReply reply, IGuard guard, ICoach coach, DebtorSkills skills)
{
    /// <summary>Another node may win as often as it has messages waiting for the same conversation; giving up would lose one.</summary>
    private const int MostTries = 60;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The action of a turn that waits for what the person is still writing.</summary>
    internal const string Waits = "wait";

    private const int LongestBurst = 6;
    private const int LongestPiece = 60;

    /// <summary>Lets messages of one conversation through in order; a turn decided on facts that moved meanwhile is decided again.</summary>
    public async Task<TurnResult> RunAsync(InboundMessage message, CancellationToken cancellation)
    {
        using var place = await conversations.WaitForTurnAsync(message, cancellation);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await DecideAsync(message, cancellation);
            }
            catch (StaleTurnException) when (tries < MostTries)
            {
                FaultPoint.Pass("stale");
                if (tries > 2)
                    await Task.Delay(LongestPause * Math.Min(1.0, tries * Random.Shared.NextDouble() / 10), cancellation);
            }
        }
    }

    /// <summary>
    /// A short message after which the person has written on already is answered together with what follows. Danger, illness and anything else that
    /// outranks collection never waits, and neither does proof of identity.
    /// </summary>
    private bool IsMidBurst(Turn turn, Understood understood) =>
        !turn.Message.IsArrival && !turn.HeldByPerson && !turn.HasLapsed && turn.Message.Text is { Length: > 0 and <= LongestPiece } && turn.Conversation.Burst.Count < LongestBurst
        && !understood.Intents.Any(start => skills.IsCare(start.Intent)) && !understood.Entities.Any(entity => entity.IsIdentityFactor)
        && conversations.HasNewer(turn.Message);

    /// <summary>Somebody of staff gets the coach: no skill for cardholders is reached, and no case.</summary>
    private async Task<TurnResult> AdviseAsync(Turn turn)
    {
        var words = await coach.AnswerAsync(turn);
        return await conversations.SaveAsync(turn, new(words.Locale, [new Command.NotUnderstood()]), words);
    }

    /// <summary>Top to bottom: opened, understood, decided, worded, guarded, and saved as one.</summary>
    private async Task<TurnResult> DecideAsync(InboundMessage message, CancellationToken cancellation)
    {
        var turn = conversations.Open(message);
        if (turn.Decided is { } earlier)
            return earlier;
        FaultPoint.Pass("opened");
        if (message.Staff is not null)
            return await AdviseAsync(turn);
        var understood = await understanding.ReadAsync(turn, cancellation);
        FaultPoint.Pass("understood");
        var facts = desk.Gather(turn, understood);
        var outcome = IsMidBurst(turn, understood) ? new Outcome { Skill = "burst", Action = Waits } : dialogue.Decide(turn, understood, facts);
        FaultPoint.Pass("decided");
        var worded = await wording.ChooseAsync(turn, outcome, understood.Locale, cancellation);
        var words = guard.Check(reply.Write(worded, understood.Locale), facts);
        FaultPoint.Pass("worded");
        return await conversations.SaveAsync(turn, understood, words);
    }
}

/// <summary>The conversation or a lock moved on while a turn was decided: the turn must be decided again.</summary>
public sealed class StaleTurnException() : Exception("The conversation moved on while this turn was decided.");

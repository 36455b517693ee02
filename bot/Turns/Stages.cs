using Assistant.Skills;

namespace Assistant.Bot.Turns;

/// <summary>One message with the conversation it belongs to.</summary>
/// <param name="Message">What came in.</param>
/// <param name="Conversation">What is remembered.</param>
/// <param name="Version">Version of the stored conversation; a save that does not find it is refused.</param>
/// <param name="Now">The moment of the turn.</param>
public sealed record Turn(InboundMessage Message, Conversation Conversation, long Version, DateTimeOffset Now)
{
    /// <summary>What is answered: the message, after those of the same burst that were not answered on their own.</summary>
    public string Text => Conversation.Burst.Count == 0 ? Message.Text : string.Join("\n", [.. Conversation.Burst, Message.Text]);

    /// <summary>What this message came to before, when it is a repetition.</summary>
    public TurnResult? Decided { get; init; }

    /// <summary>Whether a trained person has lifted what ended money talk in this conversation.</summary>
    public bool IsCleared { get; init; }

    /// <summary>Whether a person holds the conversation, so that the assistant is silent.</summary>
    public bool HeldByPerson { get; init; }

    /// <summary>Whether somebody was verified, and then wrote nothing for too long.</summary>
    public bool HasLapsed => Conversation.VerifiedCase is not null && Skills.Debtor.Identity.IsIdle(Conversation.LastMessageAt, Now);

    /// <summary>The case this user of the channel is bound to, if they are.</summary>
    public Skills.Debtor.Binding? Binding { get; init; }

    /// <summary>The hand-off that is waiting or accepted, if there is one.</summary>
    public string? HandOffId { get; init; }
}

/// <summary>A decision in words, ready to be sent.</summary>
public sealed record Words
{
    /// <summary>The decision the words say; the guard may have put a safer one in its place.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Language.</summary>
    public required string Locale { get; init; }

    /// <summary>Paragraphs, joined by blank lines; empty when nothing is said.</summary>
    public required string Text { get; init; }

    /// <summary>The text without what the card shows as well; the same as the text where there is no card.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Adaptive Card, if any.</summary>
    public System.Text.Json.Nodes.JsonNode? Card { get; init; }

    /// <summary>Button labels with what each means.</summary>
    public IReadOnlyList<(string Label, string Means)> Buttons { get; init; } = [];

    /// <summary>Whether account facts are in it, so that it is masked once verification ends.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Clauses of a recorded agreement, rendered, one a line.</summary>
    public string AgreementContents { get; init; } = "";

    /// <summary>Why each offer is shown, in words, by offer id.</summary>
    public IReadOnlyDictionary<string, string> Whys { get; init; } = new Dictionary<string, string>();

    /// <summary>What the guard found.</summary>
    public GuardReport Guard { get; init; } = new("ok", []);
}

/// <summary>What the guard said of a finished text.</summary>
/// <param name="Verdict">ok or block.</param>
/// <param name="Findings">What it found, without the words themselves where they may be private.</param>
public sealed record GuardReport(string Verdict, IReadOnlyList<string> Findings);

/// <summary>Keeps conversations: order, repetition, loading, and saving a turn as one.</summary>
public interface IConversations
{
    /// <summary>Waits until earlier messages of the conversation are decided; disposing lets the next one in.</summary>
    Task<IDisposable> WaitForTurnAsync(InboundMessage message, CancellationToken cancellation);

    /// <summary>Whether the person has written on meanwhile: an answer to this message alone would be stale before it is read.</summary>
    bool HasNewer(InboundMessage message);

    /// <summary>Loads the conversation, or finds that the message was decided before.</summary>
    Turn Open(InboundMessage message);

    /// <summary>Writes the turn, its effects, its words and its audit entry in one transaction; returns when that is on disk.</summary>
    Task<TurnResult> SaveAsync(Turn turn, Understood understood, Words words);
}

/// <summary>Reads a message into commands of the closed list.</summary>
public interface IUnderstanding
{
    /// <summary>Reads; never throws for what a person wrote.</summary>
    Task<Understood> ReadAsync(Turn turn, CancellationToken cancellation);
}

/// <summary>Lays out what a skill may look at: identity checked, case opened if proved.</summary>
public interface ICaseDesk
{
    /// <summary>Gathers the facts of a turn.</summary>
    Desk Gather(Turn turn, Understood understood);
}

/// <summary>Decides a turn.</summary>
public interface IDialogue
{
    /// <summary>One decision, complete.</summary>
    Outcome Decide(Turn turn, Understood understood, Desk desk);
}

/// <summary>Answers a member of staff who chats: lines to say and a review, never anything of a case.</summary>
public interface ICoach
{
    /// <summary>The answer, in words.</summary>
    Task<Words> AnswerAsync(Turn turn);
}

/// <summary>Chooses among the approved wordings of a decision.</summary>
public interface IWording
{
    /// <summary>The same decision, with the wording of its replies chosen.</summary>
    Task<Outcome> ChooseAsync(Turn turn, Outcome outcome, string locale, CancellationToken cancellation);
}

/// <summary>Puts a decision into words.</summary>
public interface IReply
{
    /// <summary>Writes in a locale.</summary>
    Words Write(Outcome outcome, string locale);
}

/// <summary>Looks at finished words once more, and fails closed.</summary>
public interface IGuard
{
    /// <summary>The same words, or the safe ones with a hand-off.</summary>
    Words Check(Words words, Desk desk);
}

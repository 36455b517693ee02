using Assistant.Skills;
using Assistant.Skills.Debtor;

namespace Assistant.Bot.Turns;

/// <summary>What a conversation remembers between turns. Stored whole, encrypted, with the turn that changed it.</summary>
public sealed record Conversation
{
    /// <summary>Turns decided so far.</summary>
    public int Turn { get; init; }

    /// <summary>Language asked for explicitly.</summary>
    public string? ChosenLocale { get; init; }

    /// <summary>Language last used.</summary>
    public string? LastLocale { get; init; }

    /// <summary>Who is there.</summary>
    public Party Party { get; init; }

    /// <summary>The case verified, while it is.</summary>
    public string? VerifiedCase { get; init; }

    /// <summary>The one case a bank's token allows.</summary>
    public string? BankCase { get; init; }

    /// <summary>When the person last wrote; verification lapses by it.</summary>
    public DateTimeOffset LastMessageAt { get; init; }

    /// <summary>Identity factors given so far.</summary>
    public Claim Claim { get; init; } = new();

    /// <summary>What was asked for before identity was proved, to be done after.</summary>
    public Request? Pending { get; init; }

    /// <summary>The question that was open when verification lapsed; asked again once it is renewed.</summary>
    public Ask? Interrupted { get; init; }

    /// <summary>The question now open.</summary>
    public Ask Open { get; init; } = new Ask.Nothing();

    /// <summary>Messages in a row that were not understood.</summary>
    public int Unclear { get; init; }

    /// <summary>Why nothing about money is said any more.</summary>
    public string? MoneyTalkEnded { get; init; }

    /// <summary>Reasons of tickets opened.</summary>
    public IReadOnlyList<string> OpenReasons { get; init; } = [];

    /// <summary>Weightiest disposition so far.</summary>
    public string Disposition { get; init; } = "NAC";

    /// <summary>Reply ids said so far.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>What was brought about so far.</summary>
    public IReadOnlyList<Done> Done { get; init; } = [];

    /// <summary>What was last asked for and answered, to be said again in simpler words.</summary>
    public Request? LastAsked { get; init; }

    /// <summary>Whether the simplest form of each reply is used.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Messages written in one go that wait to be answered together with the next.</summary>
    public IReadOnlyList<string> Burst { get; init; } = [];

    /// <summary>Labels of the buttons last shown, with what each means.</summary>
    public IReadOnlyDictionary<string, string> Buttons { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a hardship, an illness or a danger was heard.</summary>
    public bool IsVulnerable => Disposition == "CRI" || Disposition.StartsWith("HRD", StringComparison.Ordinal) || MoneyTalkEnded is not null;

    private static Done? DoneBy(Effect effect) => effect switch
    {
        Effect.Promise promise => new("promise", promise.PromiseId, promise.Amount, promise.DueOn),
        Effect.Agreement { Offer.Schedule: [var first, ..] } agreement => new("agreement", agreement.AgreementId, agreement.Offer.Instalment, first.DueOn),
        Effect.Agreement agreement => new("agreement", agreement.AgreementId),
        Effect.Ticket { Reason: "busy_callback" } ticket => new("callback", ticket.TicketId, By: ticket.DueAt),
        Effect.Ticket ticket => new("ticket", ticket.TicketId, By: ticket.DueAt),
        _ => null,
    };

    /// <summary>The conversation after a decision: the only place where effects change it.</summary>
    public Conversation After(Outcome outcome, string locale, DateTimeOffset now)
    {
        var next = this with
        {
            Turn = Turn + 1,
            LastLocale = locale,
            LastMessageAt = now,
            Open = outcome.Ask ?? Open,
            Interrupted = outcome.Ask is Ask.Identity && Open is not (Ask.Identity or Ask.Nothing) ? Open : Interrupted,
            Unclear = outcome.Action == "clarify" ? Unclear + 1 : 0,
            Said = [.. Said.Union(outcome.Says.Select(say => say.ReplyId))],
            Done = [.. Done, .. outcome.Effects.Select(DoneBy).OfType<Done>()],
        };
        return outcome.Effects.Aggregate(next, (state, effect) => effect switch
        {
            Effect.Verified verified => state with { VerifiedCase = verified.CaseNo, Party = Party.Self, Claim = new(), Pending = null, Interrupted = null },
            Effect.Wanted wanted => state with { Pending = wanted.Request },
            Effect.VerificationFailed => state with { Claim = state.Claim with { IdLast4 = null, CardLast4 = null } },
            Effect.VerificationEnded => state with { VerifiedCase = null, Party = state.Party == Party.Self ? Party.Unknown : state.Party },
            Effect.PartyLearned learned => state with { Party = learned.Party, Pending = null },
            Effect.PlainWords => state with { IsPlain = true },
            Effect.LocaleChosen chosen => state with { ChosenLocale = chosen.Locale },
            Effect.MoneyTalkEnded ended => state with { MoneyTalkEnded = ended.Why, Open = new Ask.Nothing(), Pending = null, Interrupted = null, LastAsked = null },
            Effect.Ticket ticket => state with { OpenReasons = [.. state.OpenReasons.Union([ticket.Reason])] },
            Effect.Disposition disposition => state with { Disposition = Dispositions.Weightier(state.Disposition, disposition.Code) },
            _ => state,
        });
    }
}

/// <summary>Disposition codes (collections 4.6), lightest first: the weightiest of a conversation is its record.</summary>
public static class Dispositions
{
    private static readonly string[] ByWeight =
        ["NAC", "INF", "RPC", "ESC", "CBK", "PPT", "PTP", "PLN", "CLM", "HRD-OTH", "HRD-INC", "HRD-JOB", "HRD-BUS", "HRD-CAR", "HRD-ILL", "HRD-BER",
            "RTP", "AGT", "LAW", "CUS", "BKR", "WRN", "TPC", "CND", "DSP", "CMP", "REG", "FRD", "IDT", "DEC", "CRI"];

    /// <summary>Every code; those after the weighed ones are noted by people only.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByWeight, "NIU", "NOA", "BSY", "OFF", "REJ", "PIF", "PPD", "PLB", "BP"];

    /// <summary>The heavier of two codes.</summary>
    public static string Weightier(string one, string other) =>
        Array.IndexOf(ByWeight, other) > Array.IndexOf(ByWeight, one) ? other : one;
}

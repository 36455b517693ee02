using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Skills;
using Assistant.Skills.Conduct;

namespace Assistant.Bot.Handoff;

/// <summary>Reviews what somebody is about to write in a conversation, in that conversation's own context: who is there, whether verified, the hour, the case's figures and states.</summary>
public sealed partial class DraftReview(Store store, ConversationLines lines, CaseFacts facts, ReviewApi reviews, BankClock clock)
{
    /// <summary>For so long a line answers what the cardholder wrote; later it is we who reach out, at whatever hour it is then.</summary>
    private static readonly TimeSpan Answering = TimeSpan.FromMinutes(30);

    /// <summary>A review as the contract has it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such conversation.</exception>
    public JsonObject Review(string conversationId, string text)
    {
        var (context, locale) = ContextOf(conversationId);
        return reviews.Write(new(text, locale, context, []));
    }

    /// <summary>The context of a conversation, and its language.</summary>
    public (ReviewContext Context, string Locale) ContextOf(string conversationId)
    {
        var state = store.Read(db => lines.StateOf(db, conversationId));
        var locale = state.LastLocale ?? Locales.Chinese;
        var known = state.VerifiedCase is { } caseNo ? facts.Of(caseNo) : null;
        var context = known?.Context ?? new() { Jurisdiction = ConductFiles.JurisdictionOf(null, locale), Day = clock.Today };
        var flags = new Dictionary<string, string>(context.Flags) { ["sender_human"] = "" };
        if (clock.Now - state.LastMessageAt <= Answering)
            flags["debtor_initiated"] = "";
        return (context with
        {
            Verified = state.VerifiedCase is not null,
            Audience = state.Party is Party.ThirdParty or Party.WrongPerson ? Audience.ThirdParty : Audience.Debtor,
            Channel = "chat",
            Time = TimeOnly.FromDateTime(clock.Now.DateTime),
            Flags = flags,
        }, locale);
    }

    /// <summary>The first blank of a script that nobody filled in; null where there is none.</summary>
    public string? BlankIn(string text) => Blanks().Match(text) is { Success: true } blank ? blank.Value : null;

    [GeneratedRegex(@"［[^］]{1,20}］|\[[a-z ]{3,30}\]")]
    private static partial Regex Blanks();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Handoff;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Understanding;
using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Bot.Staff;

/// <summary>Lines for an agent in a situation (external contract, section 7). Each passes the review it would get.</summary>
public sealed class SuggestionApi(ScriptFiles scripts, ScriptFiller filler, SuggestionHearing hearing, RuleBook rules, ReviewRequests requests, CaseFacts facts, DraftReview drafts, ActivityFeed feed, Store store, ModelCoach coach, LanguageModel models, PageTexts texts)
{
    private const int Most = 5;

    /// <summary>Roles that see the figures of a case.</summary>
    private static readonly string[] CaseRoles = ["agent", "supervisor", "admin"];

    /// <summary>Maps the endpoint.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/suggestions", (HttpContext http, JsonElement body) => ReviewApi.AnswerAsync(() => SuggestAsync(http, body, http.RequestAborted))).WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff)
        .WithSummary($"Up to {Most} lines to say in a situation or after the customer's last words: {{\"situation\": \"…\", \"last\": \"…\"}}.");

    /// <summary>Lines to say, best first.</summary>
    /// <param name="http">Who asks; null for the command line, which reaches all cases.</param>
    /// <param name="body">The request. A conversation gives the last words and what surrounds the line, where the request does not.</param>
    /// <param name="cancellation">Ends the waiting for a draft.</param>
    /// <exception cref="FormatException">What to correct.</exception>
    /// <exception cref="RefusedException">The case or the conversation is not there, or out of reach.</exception>
    public async Task<JsonArray> SuggestAsync(HttpContext? http, JsonElement body, CancellationToken cancellation = default)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The body must be an object, such as {\"situation\": \"…\", \"last\": \"…\"}; with \"draft\": true and a language model, a reviewed draft first.");
        var talk = ConversationOf(http, body);
        var (situation, last) = (Words(body, "situation"), Words(body, "last") ?? talk?.Last);
        if (situation is null && last is null)
            return talk is not null ? [] : throw new FormatException("'situation' or 'last' is missing: what you want to know, or the customer's last words.");
        var locale = ReviewRequests.LocaleOf(body) ?? talk?.Locale ?? Locales.Of(LanguageOf.Of($"{situation} {last}")) ?? Locales.Chinese;
        var cases = await CasesAsync(http, body);
        var (query, context) = hearing.Hear(situation, last, locale, (talk is { } there && !Fields.Has(body, "context", out _) ? there.Context : requests.ContextOf(body, locale, cases).Context) with { Speaker = Speaker.Agent });
        var known = Fields.Text(body, "caseNo") is { Length: > 0 } caseNo ? cases[caseNo].View : null;
        var from = new FillFrom(locale, context.Jurisdiction, known, http is null ? null : StaffMember.Of(http).Name, context.Verified != false);
        var best = scripts.RankerOf(locale).Best(query, Most, script => ScriptFit.Belongs(script, context) && rules.Review(filler.Fill(script.Text, from), context).Verdict == "ok");
        var lines = best.Select(one => Json(one.Script, context, from));
        // A draft of the language model is asked for by name, since it takes a while; it never comes without the approved lines.
        if (Fields.Has(body, "draft", out var wants) && wants.ValueKind == JsonValueKind.True && last is not null && http is not null
            && await DraftAsync(situation, last, [.. best.Select(one => one.Script)], context, from, new(Fields.Text(body, "conversationId"), AskedBy: StaffMember.Of(http).User), cancellation) is { } draft)
            lines = lines.Take(Most - 1).Prepend(new() { ["scriptId"] = "draft", ["strategy"] = best[0].Script.Strategy, ["text"] = draft, ["why"] = texts.Get(locale, "console.draft_why"), ["citations"] = new JsonArray() });
        return new([.. lines.Select(line => (JsonNode)line)]);
    }

    /// <summary>A line composed of approved sentences, filled, and reviewed as every suggestion is; null where none passes.</summary>
    private async Task<string?> DraftAsync(string? situation, string last, IReadOnlyList<Script> best, ReviewContext context, FillFrom from, ModelCaller caller, CancellationToken cancellation)
    {
        if (await coach.ComposeAsync(situation, last, best, from.Locale, from.View?.Account.File.CaseNo, caller, cancellation) is not { } composed)
            return null;
        var line = filler.Fill(composed.Line, from);
        if (rules.Review(line, context) is not { Verdict: not "ok" } review)
            return line;
        await models.CatchAsync(composed.Answer, "conduct: " + review.Findings[0].Rule.Id);
        return null;
    }

    /// <summary>The conversation a request names: its context and language, and what the customer said last. Null where it names none.</summary>
    /// <exception cref="RefusedException">It is not there, or out of reach: the two are not told apart.</exception>
    private (ReviewContext Context, string Locale, string? Last)? ConversationOf(HttpContext? http, JsonElement body)
    {
        if (Fields.Text(body, "conversationId") is not { Length: > 0 } id)
            return null;
        if (!feed.Exists(id) || (http is not null && (!CaseRoles.Any(http.User.IsInRole) || !StaffMember.Of(http).ReachesConversation(id, store))))
            throw new RefusedException(Refusal.Of(422, "talk.out_of_reach", id));
        var (context, locale) = drafts.ContextOf(id);
        return (context, locale, feed.Transcript(id).LastOrDefault(line => line.IsInbound && line.HasWords)?.Activity.Text);
    }

    private async Task<IReadOnlyDictionary<string, KnownCase>> CasesAsync(HttpContext? http, JsonElement body)
    {
        if (http is not null && Fields.Text(body, "caseNo") is { Length: > 0 } caseNo && !CaseRoles.Any(http.User.IsInRole))
            throw CaseFacts.OutOfReach(caseNo);
        return await facts.OfAsync(http is null ? null : StaffMember.Of(http), [body], "suggestion");
    }

    private JsonObject Json(Script script, ReviewContext context, FillFrom from) => new()
    {
        ["scriptId"] = script.Id,
        ["strategy"] = script.Strategy,
        ["text"] = filler.Fill(script.Text, from),
        ["why"] = script.Why,
        ["not"] = script.Not,
        ["citations"] = new JsonArray([.. Citations(script, context, from.Locale).Select(citation => (JsonNode)citation)]),
    };

    /// <summary>Sources of the rules that the line not to say breaks, in the situation it belongs to.</summary>
    private IEnumerable<string> Citations(Script script, ReviewContext context, string locale)
    {
        var there = SuggestionHearing.With(context, script.Flags) with { Verified = script.IsBeforeVerification ? false : context.Verified };
        return rules.Review(script.Not, there).Findings.Select(finding => Citation.Of(finding.Rule, context.Jurisdiction, locale)).Where(citation => citation.Length > 0).Distinct();
    }

    private static string? Words(JsonElement body, string name) => Fields.Text(body, name) is not { } text || string.IsNullOrWhiteSpace(text) ? null
        : text.Length <= MessageReader.MostText ? text : throw new FormatException($"'{name}' has {text.Length} characters; at most {MessageReader.MostText} are read.");
}

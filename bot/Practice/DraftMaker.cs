using Assistant.Bot.Handoff;
using Assistant.Bot.Privacy;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills.Language;
using Assistant.Skills.Policy;
using Dapper;

namespace Assistant.Bot.Practice;

/// <summary>A conversation a draft could be made from.</summary>
public sealed record EndedConversation
{
    /// <summary>Conversation.</summary>
    public string ConversationId { get; init; } = "";

    /// <summary>Its case, where there is one.</summary>
    public string? CaseNo { get; init; }

    /// <summary>The queue it came to.</summary>
    public string Queue { get; init; } = "";

    /// <summary>When it ended.</summary>
    public string EndedAt { get; init; } = "";
}

/// <summary>
/// Makes a scenario draft of a real conversation. Of talks about danger to life, illness, bereavement, abuse or with minors none is ever made; the refusal does
/// not say by what it was known.
/// </summary>
public sealed class DraftMaker(
    Store store, ActivityFeed feed, CaseFacts facts, MessageReader reader, TrainedReaders readers, PolicyFiles policy, PracticeFiles scenarios, ScenarioLibrary library, DraftFiles files, PersonalData data, DraftDesk drafts, PageTexts texts, AuditChain audit, BankClock clock)
{
    private const double Sure = 0.6;
    private const double Hinted = 0.3;
    private const int LeastOwn = 4;
    private const int Openings = 2;
    private const int MostFacts = 4;
    private const int Days = 30;

    /// <summary>Conversations a person took part in that ended lately, without those of private queues.</summary>
    public IReadOnlyList<EndedConversation> Lately(StaffMember who, int most) => !who.ReachesAll ? [] : store.Read(db => db.Query<EndedConversation>("""
        SELECT conversation_id AS ConversationId, MAX(case_no) AS CaseNo, MAX(queue) AS Queue, MAX(ended_at) AS EndedAt FROM handoffs h WHERE status IN ('closed', 'returned') AND ended_at >= @since
          AND NOT EXISTS (SELECT 1 FROM handoffs o WHERE o.conversation_id = h.conversation_id AND (o.queue IN @PrivateQueues OR o.status IN ('waiting', 'accepted')))
        GROUP BY conversation_id ORDER BY MAX(ended_at) DESC LIMIT @most
        """, new { since = Store.Time(clock.Now.AddDays(-Days)), Protections.PrivateQueues, most }).ToList());

    /// <summary>Makes a draft.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="conversationId">Conversation.</param>
    /// <returns>Id of the draft.</returns>
    /// <exception cref="PracticeException">404: not there or out of reach. 403: never used. 409: it still goes on. 422: too little was said.</exception>
    public async Task<string> MakeAsync(StaffMember who, string conversationId)
    {
        if (!who.ReachesConversation(conversationId, store) || !feed.Exists(conversationId))
            throw new PracticeException(404, $"There is no conversation '{conversationId}' that you may see.");
        if (store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM handoffs WHERE conversation_id = @conversationId AND status IN ('waiting', 'accepted')", new { conversationId })) > 0)
            throw new PracticeException(409, "This conversation still goes on.");
        var said = feed.Transcript(conversationId).Where(line => line.IsInbound && line.HasWords).Select(line => line.Activity.Text!).ToList();
        var read = said.Select(text => (Text: text, Reading: reader.Read(text))).ToList();
        var caseNos = CasesOf(conversationId);
        if (IsProtected(conversationId, caseNos) || read.Any(line => IsNever(line.Text, line.Reading)))
        {
            await store.WriteAsync(db => audit.Append(db, clock.Now, "practice.draft_refused", who.User, conversationId, "{}"));
            throw new PracticeException(403, "Conversations like this one are never used for practice.");
        }

        var locale = read.Select(line => line.Reading.Locale).OfType<string>().GroupBy(one => one).MaxBy(group => group.Count())?.Key ?? Locales.Chinese;
        var view = caseNos.Count > 0 ? await facts.OpenAsync(who, caseNos[0], "practice.draft_case") : null;
        var masks = new DraftMasks(data, locale, view?.Account.File, view?.Holder.Value, clock.Today);
        var content = read.Where(line => line.Reading.Intents.Any(one => one.Score >= Hinted && !ContextPack.NoFact.Contains(one.Id))).Select(line => (Words: masks.Mask(line.Text), line.Reading)).Where(line => DraftMasks.Left(line.Words) >= LeastOwn).DistinctBy(line => line.Words).ToList();
        if (content.Count == 0)
            throw new PracticeException(422, "Too little was said to make a scenario of.");
        return await drafts.TakeAsync(conversationId, Form(content, locale).Text, masks.Counts, who.User);
    }

    private DraftForm Form(List<(string Words, Reading Reading)> content, string locale)
    {
        var intents = content.SelectMany(line => line.Reading.Intents).Where(one => one.Score >= Sure).Select(one => one.Id).Distinct().ToList();
        var family = intents.Select(intent => files.Families.GetValueOrDefault(intent)).OfType<string>().FirstOrDefault() ?? files.OtherFamily;
        var model = scenarios.Scenarios.Values.Where(one => one.Locale == locale).OrderBy(one => one.Family != family).ThenBy(one => one.Difficulty).ThenBy(one => one.Id, StringComparer.Ordinal).First();
        var form = DraftForm.Of(library.TextOf(model.Id)!);
        var (write, name) = (files.Write[locale], texts.Get(locale, "console.practice.family." + family));
        var openings = content.Take(Openings).Select(line => line.Words).Concat(write.Take(3 - Math.Min(Openings, content.Count)));
        var hidden = content.Skip(Openings).Take(MostFacts).Select((line, i) => $"""
            - id: said_{i + 1}
              about: {line.Reading.Intents.Select(one => files.Abouts.GetValueOrDefault(one.Id)).OfType<string>().FirstOrDefault() ?? files.OtherAbout}
              says:
                - {DraftForm.Quoted(line.Words)}
                - {DraftForm.Quoted(write[0])}
                - {DraftForm.Quoted(write[1])}
              trust: 30
              before:
                - {DraftForm.Quoted(write[2])}
                - {DraftForm.Quoted(write[3])}
            """);
        return form.With(new Dictionary<string, string>
        {
            ["family"] = family,
            ["title"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, texts.Get(locale, "console.practice.draft.title_made"), name),
            ["brief"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, texts.Get(locale, "console.practice.draft.brief_made"), name),
            ["opening"] = string.Join('\n', openings.Select(line => "- " + DraftForm.Quoted(line))),
            ["opening_means"] = "",
            ["facts"] = hidden.Any() ? string.Join('\n', hidden) : "[]",
            ["traps"] = "",
            ["model"] = string.Join('\n', write.Skip(4).Select(line => "- " + DraftForm.Quoted(line))),
        });
    }

    /// <summary>Whether a line is of a kind that is never used: by any reader of danger, by what is heard in it, or by words of somebody under age.</summary>
    private bool IsNever(string text, Reading reading) => reading.Danger != Danger.None || files.NeverSaid.IsMatch(text) || readers.Dangers.Read(text) != Danger.None
        || reading.Intents.Concat(reading.Fitting).Any(one => one.Score >= Hinted && policy.Protections.Paths.GetValueOrDefault(one.Id)?.Opens is { } kind && files.Never.Contains(kind.Id));

    /// <summary>Whether the conversation or its case ever was under a protection, or in a queue, of which nothing is used; lifted ones count.</summary>
    private bool IsProtected(string conversationId, IReadOnlyList<string> caseNos) => store.Read(db => db.ExecuteScalar<int>("""
        SELECT EXISTS (SELECT 1 FROM protections WHERE kind IN @Never AND (conversation_id = @conversationId OR case_no IN @caseNos))
            OR EXISTS (SELECT 1 FROM handoffs WHERE queue IN @PrivateQueues AND (conversation_id = @conversationId OR case_no IN @caseNos))
            OR EXISTS (SELECT 1 FROM tickets WHERE queue IN @PrivateQueues AND (conversation_id = @conversationId OR case_no IN @caseNos))
        """, new { files.Never, Protections.PrivateQueues, conversationId, caseNos })) == 1;

    private List<string> CasesOf(string conversationId) => store.Read(db => db.Query<string>("""
        SELECT case_no FROM conversations WHERE conversation_id = @conversationId AND case_no IS NOT NULL
        UNION SELECT case_no FROM handoffs WHERE conversation_id = @conversationId AND case_no IS NOT NULL
        UNION SELECT case_no FROM contact_records WHERE conversation_id = @conversationId AND case_no IS NOT NULL
        """, new { conversationId }).ToList());
}

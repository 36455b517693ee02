using System.Text.RegularExpressions;

namespace Assistant.Skills.Conduct;

/// <summary>When people may be reached in a jurisdiction, and how often.</summary>
/// <param name="QuietFrom">Hour from which nobody is reached.</param>
/// <param name="QuietTo">Hour from which people may be reached again.</param>
/// <param name="MostAttemptsADay">Attempts a day by one means; null where there is no number.</param>
/// <param name="MostConnectedADay">Calls answered a day; null where there is no number.</param>
/// <param name="MostCallsInSevenDays">Calls in seven days; null where there is no number.</param>
/// <param name="DaysAfterConversation">Days after a conversation without a call, the day of it among them; null where there is no number.</param>
/// <param name="QuietRule">Rule of the quiet hours.</param>
/// <param name="FrequencyRule">Rule of the numbers; null where there is none.</param>
/// <param name="ConversationRule">Rule of the days after a conversation; null where there is none.</param>
public sealed record ContactLimits(TimeOnly QuietFrom, TimeOnly QuietTo, int? MostAttemptsADay, int? MostConnectedADay, int? MostCallsInSevenDays, int? DaysAfterConversation,
    string QuietRule, string? FrequencyRule, string? ConversationRule)
{
    /// <summary>Whether a time of day is quiet.</summary>
    public bool IsQuiet(TimeOnly time) => time >= QuietFrom || time < QuietTo;
}

/// <summary>A pack of rules as it was loaded.</summary>
/// <param name="Name">common, CN, US or UK.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsDraft">Whether its sources are still to be read.</param>
/// <param name="Limits">When people may be reached; null in the common pack.</param>
public sealed record RulePack(string Name, string Version, bool IsDraft, ContactLimits? Limits);

/// <summary>What a review says of a line.</summary>
/// <param name="Findings">Breaches by position, one a rule.</param>
/// <param name="Rewrite">A line for the same purpose that keeps the rules, per locale; empty where there is nothing better to say.</param>
public sealed record Review(IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, string> Rewrite)
{
    /// <summary>ok, warn (only minor findings) or block.</summary>
    public string Verdict => Findings.Count == 0 ? "ok" : Findings.All(finding => finding.Severity == Severity.Minor) ? "warn" : "block";
}

/// <summary>
/// The rules of conduct: one book that guards the assistant, reviews staff and scores conversations. A line is read by precise patterns, by a trained
/// reader for what patterns cannot hold, and against its context.
/// </summary>
public sealed partial class RuleBook
{
    /// <summary>Categories of things done: whoever says that we do not do them keeps the rule. Where a right is refused, the denial is the breach.</summary>
    private static readonly HashSet<string> Deeds =
    [
        "threat-violence", "third-party-pressure", "third-party-disclosure", "intrusive-visit", "excessive-contact", "impersonation", "credential-request", "unlawful-fee",
        "improper-payment-channel", "borrow-to-repay", "false-legal-threat", "evasion-advice",
    ];

    private static readonly IReadOnlyDictionary<string, string> NoRewrite = new Dictionary<string, string>();
    private readonly ConductReader? reader;
    private readonly IReadOnlyList<(string Written, string Meant)> disguises;
    private readonly Dictionary<string, ConductRule> byId;

    /// <summary>A book of rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="packs">The packs they came in, by name.</param>
    /// <param name="disguises">Spellings that stand for others.</param>
    /// <param name="reader">The trained reader; null for patterns and context alone.</param>
    public RuleBook(IReadOnlyList<ConductRule> rules, IReadOnlyDictionary<string, RulePack> packs, IReadOnlyList<(string Written, string Meant)> disguises, ConductReader? reader)
    {
        Rules = rules;
        Packs = packs;
        this.disguises = disguises;
        this.reader = reader;
        byId = rules.ToDictionary(rule => rule.Id);
    }

    /// <summary>All rules.</summary>
    public IReadOnlyList<ConductRule> Rules { get; }

    /// <summary>A rule by its id.</summary>
    public ConductRule this[string id] => byId[id];

    /// <summary>The packs, by name.</summary>
    public IReadOnlyDictionary<string, RulePack> Packs { get; }

    /// <summary>When people may be reached in a jurisdiction.</summary>
    public ContactLimits LimitsIn(string jurisdiction) => Packs[jurisdiction].Limits!;

    /// <summary>Every breach in a line, and a better line. Words of the person who owes, or of a third party, break no rule.</summary>
    public Review Review(string text, ReviewContext context)
    {
        var findings = Find(text, context);
        return new(findings, findings.Count == 0 ? NoRewrite : BetterLine(findings, context));
    }

    private List<Finding> Find(string text, ReviewContext context)
    {
        var found = new Dictionary<string, Finding>();
        if (context.Speaker is Speaker.Debtor or Speaker.ThirdParty || string.IsNullOrWhiteSpace(text))
            return [];
        var line = ReviewLine.Of(text, disguises);
        var acts = reader?.Acts(line) ?? [];
        foreach (var rule in Rules)
        {
            if (IsAtIssue(rule, line, context) && Words(rule, line, acts, context) is { } words)
                Add(rule, words.Start, words.Length, null, words.IsRead ? 0f : null);
        }

        foreach (var (id, start, length, clearness) in context.IsApproved ? [] : reader?.Read(line) ?? [])
        {
            if (byId.TryGetValue(id, out var broken) && IsAtIssue(broken, line, context) && !(Deeds.Contains(broken.Category) && IsDenied(line.Plain.AsSpan(start, length))))
                AddRead(broken, start, length, clearness);
        }

        foreach (var rule in Rules.Where(rule => rule.Check is Check.Figures or Check.Deadline && IsAtIssue(rule, line, context)))
        {
            foreach (var (start, length, expected) in rule.Check == Check.Figures ? LineFigures.Amounts(line, context) : LineFigures.Deadlines(line, context))
                Add(rule, start, length, expected);
        }

        return [.. found.Values.OrderBy(finding => finding.Start).ThenByDescending(finding => finding.Severity)];

        // Of one rule, the reader's longer words are kept.
        void AddRead(ConductRule rule, int start, int length, float clearness)
        {
            var (from, count) = line.Written(start, length);
            if (found.TryGetValue(rule.Id, out var same) && from <= same.Start && from + count >= same.Start + same.Length)
                found.Remove(rule.Id);
            // What a pattern found as well is as clear as a pattern.
            found.TryAdd(rule.Id, new(rule, rule.SeverityIn(context.Jurisdiction), from, count) { Clearness = same is null ? clearness : same.Clearness });
        }

        void Add(ConductRule rule, int start, int length, string? expected, float? clearness = null)
        {
            var (from, count) = line.Written(start, length);
            found.TryAdd(rule.Id, new(rule, rule.SeverityIn(context.Jurisdiction), from, count) { Expected = expected, Clearness = clearness });
        }
    }

    private static bool IsAtIssue(ConductRule rule, ReviewLine line, ReviewContext context) =>
        rule.Binds.Contains(context.Speaker) && rule.From <= context.Day && (rule.Until is not { } until || context.Day <= until)
        && rule.SourcesIn(context.Jurisdiction).Count > 0
        && (rule.When.Count == 0 || rule.When.Any(condition => condition.AllHold(context))) && rule.Unless?.AnyHolds(context) != true
        && rule.Keeps?.IsMatch(line.Plain) != true;

    /// <summary>The words by which a line breaks a rule as its data says; null where it does not. Rules of words are also read by the reader.</summary>
    private (int Start, int Length, bool IsRead)? Words(ConductRule rule, ReviewLine line, IReadOnlyList<(Act Act, int Start, int Length)> acts, ReviewContext context)
    {
        var whole = (0, line.Plain.Length, false);
        switch (rule.Check)
        {
            case Check.Night:
                // A letter lies until morning; whoever is in danger is answered at any hour.
                return context is { Time: { } time, Channel: not ("letter" or "mail" or "email" or "e-mail") } && LimitsIn(context.Jurisdiction).IsQuiet(time)
                    && !(context.Flags.ContainsKey("crisis_signal") && acts.All(one => one.Act == Act.None)) ? whole : null;
            case Check.Frequency:
                return IsTooOften(context) ? whole : null;
            case Check.Figures or Check.Deadline or Check.Contact:
                return null;
        }

        if (rule.Says is { } says)
        {
            foreach (var match in says.EnumerateMatches(line.Plain))
            {
                var around = Around(line, match.Index, match.Length);
                if (!IsExcused(line.Plain, match.Index) && !(Deeds.Contains(rule.Category) && IsDenied(line.Plain.AsSpan(around.Start, around.Length))))
                    return (around.Start, around.Length, false);
            }
        }

        var doing = acts.Where(one => rule.Acts.Contains(one.Act)).ToList();
        // The line as a whole comes first; a piece of it says more exactly where.
        var pieces = doing.Where(one => one.Length < line.Plain.Length).ToList();
        if (pieces.Count == 0)
            return doing.Count > 0 ? (0, line.Plain.Length, true) : null;
        var (start, length) = ReviewLine.Span((pieces[0].Start, pieces[0].Length), (pieces[^1].Start, pieces[^1].Length));
        return (start, length, true);
    }

    private bool IsTooOften(ReviewContext context)
    {
        var limits = LimitsIn(context.Jurisdiction);
        return context.Count("attempts_today") >= limits.MostAttemptsADay || context.Count("connected_today") >= limits.MostConnectedADay
            || (context.Channel is null or "call" or "phone" or "voice" && context.Count("calls_last_7_days") >= limits.MostCallsInSevenDays);
    }

    /// <summary>The pieces a match touches: a breach is a thing said, not a word.</summary>
    private static (int Start, int Length) Around(ReviewLine line, int start, int length)
    {
        var touched = line.Pieces.Where(piece => piece.Start < start + length && start < piece.Start + piece.Length).ToList();
        return touched.Count == 0 ? (start, length) : ReviewLine.Span(touched[0], touched[^1]);
    }

    /// <summary>
    /// "We will never call your family" keeps the rule, "if you don't pay, I will" does not; "you said they would" reports; "if anyone asks for your code" warns; "…, that was wrong"
    /// takes it back.
    /// </summary>
    private static bool IsExcused(string text, int at) =>
        (Denial().IsMatch(text.AsSpan(Math.Max(0, at - 28)..at)) && !Proviso().IsMatch(text.AsSpan(Math.Max(0, at - 60)..at)))
        || Report().IsMatch(text.AsSpan(Math.Max(0, at - 60)..at)) || Disavowal().IsMatch(text.AsSpan(at));

    /// <summary>Whether words deny that we do something; "we won't let you off" denies nothing.</summary>
    private static bool IsDenied(ReadOnlySpan<char> words) => OurDenial().IsMatch(words) && !Menace().IsMatch(words);

    [GeneratedRegex("(不会|不得|不能|绝不|决不|从不|从来不|不应|不该|不要|请勿|勿|不需要|不用|不再|不去|无权|无需|不必|没有|没有权|禁止|严禁|不是|并非|不等于|不属于|不收|避免|别)[^，。！？；,]{0,9}$|(never|not|n't|no|no longer|cannot|without|nobody|no one|neither|nor|do not|refrain from|instead of|rather than)( [a-z']+){0,4} ?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();

    [GeneratedRegex("\\b(if|unless|because|since|until|while|when|as long as) (you|we|i|nothing|it|this|that|the [a-z]+)( still| just| simply| really| ever)? ?(don't|do not|can't|cannot|won't|will not|haven't|have not|didn't|did not|aren't|are not|isn't|is not|doesn't|does not|never|not)( [a-z']+){0,4},? ?$|\\b(without|no) (payment|money|reply|answer|response|call|contact)( [a-z']+){0,4},? ?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Proviso();

    [GeneratedRegex("(您|你)(刚才|刚刚|之前|上次)?(说|提到|反映|讲|投诉|反馈|收到|遇到|担心|问|听说)[^。！？]{0,30}$|(如果|若|如|凡是|万一)(有人|对方|任何人|催收人员|自称)[^。！？]{0,30}$|(任何|凡是|谁)[^。！？，,]{0,16}(都是|均为|属于)?$|(you (said|told|were told|mentioned|reported|described|asked|wrote)|(if|when|should) (anyone|somebody|someone|a collector|they|a caller)|anyone who|before you)[^.!?]{0,50}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Report();

    [GeneratedRegex("(不对|不是真的|不准确|是错的|骗局|(都|那|这|可能|多半|一定|肯定|凡是|”|\")是诈骗|不(等于|算)诈骗|电信诈骗|防诈骗|遇到诈骗|诈骗(电话|短信|分子|团伙|手段|套路)|不要相信|别信|别听|要小心|请小心|道歉|请不要|请您不要|不要这样|我们不会|没有这回事|违规的)|(that|it|which|this) (was|is|wasn't|isn't) (wrong|not (true|right|how)|a scam|true|right|unkind)|it doesn't|apologi[sz]e|sorry you were|logging (it|this|that)|don't believe|be careful|was wrong to say", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Disavowal();

    [GeneratedRegex("(我们|本行|银行|我|我方|这边|咱们)[^，。！？]{0,4}(不会|不得|绝不|决不|从不|不能|不可以|不再|无权|不允许)|(您|你)(不需要|不用|无需|不必)|请勿|请不要|千万别|千万不要|(we|i|nobody|no one|the bank)( will)?( never|'ll never| won't| will not| do not| don't| cannot| can't| are not| aren't)|(you don't (have|need) to|please don't|please do not|never give|do not (send|give|tell|share))", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex OurDenial();

    [GeneratedRegex("不会(再)?(放过|客气|善罢|罢休|手软|心软|一直|等|让你|让您|这么|就这么|算了|留)|不能(再)?(等|保证|控制)|不再(客气|等|给|跟你|和你)|(won't|not|never|can't|cannot) (be )?(able|let|stop|forget|wait|go away|so |this |nice|kind|patient|give up|promise|guarantee|control|hold|protect|answer for|be responsible|tell you again|ask (again|twice)|say (who|what|when|how)|know what|know how|want (that|it|you|this) to|care|saw|heard|sure)|\\b(if|unless|until) (we|i|nobody|no one|the bank) (don't|do not|haven't|can't|cannot|aren't|are not)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Menace();

    /// <summary>The gravest finding's line that keeps every rule in the same context.</summary>
    private Dictionary<string, string> BetterLine(List<Finding> findings, ReviewContext context)
    {
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity).Where(finding => finding.Rule.Rewrite.Count > 0))
        {
            var lines = finding.Rule.Rewrite.ToDictionary(pair => pair.Key, pair => finding.Expected is { } expected ? pair.Value.Replace("{expected}", expected, StringComparison.Ordinal) : pair.Value);
            if (lines.Values.All(line => !line.Contains('{', StringComparison.Ordinal) && Find(line, context).Count == 0))
                return lines;
        }

        return [];
    }
}

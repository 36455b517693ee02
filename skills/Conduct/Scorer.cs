using Assistant.Skills.Language;

namespace Assistant.Skills.Conduct;

/// <summary>Hears what a person's words say: ids of intents, and dangers as <c>danger.SelfHarm</c>.</summary>
/// <param name="text">The words.</param>
public delegate IReadOnlySet<string> Ear(string text);

/// <summary>
/// Scores a whole conversation: each turn of ours by the rule book, in the context the conversation itself makes (verified or not, who listens, what the
/// person said before), and each item of the rubric by what was said and what should have been.
/// </summary>
/// <param name="book">The rules.</param>
/// <param name="rubric">What is scored.</param>
/// <param name="marks">Hears what a line of ours does.</param>
/// <param name="ear">Hears the other side.</param>
public sealed class Scorer(RuleBook book, Rubric rubric, LineMarks marks, Ear ear)
{
    private const int RepliesToLookAt = 2;
    private const int SomeSaidBack = 2;
    private const int MuchSaidBack = 4;

    /// <summary>
    /// How much clearer than a guard needs it a breach must be heard to be held against somebody in full: of 1,390 honest lines the guard calls 13 critical, the scorer 4; of 139 critical ones the scorer still hears 110.
    /// </summary>
    private const float Sure = 1f;

    /// <summary>Scores a conversation.</summary>
    /// <param name="turns">All turns, in order.</param>
    /// <param name="start">The context as it begins.</param>
    /// <param name="disposition">The disposition somebody noted; null where none was.</param>
    /// <param name="truth">What is known of the conversation beside its words; null for a real one.</param>
    public Scorecard Score(IReadOnlyList<TranscriptTurn> turns, ReviewContext start, string? disposition = null, KnownTruth? truth = null)
    {
        var talk = Walk(turns, start, truth);
        var dispositions = truth?.Dispositions ?? Dispositions(talk);
        var critical = talk.Findings.Where(one => (one.Finding.Severity == Severity.Critical || rubric.Fatal.Contains(one.Finding.Rule.Id)) && IsSure(one.Finding))
            .Select(one => new CriticalFail(one.Finding.Rule.Id, one.Turn, Quote(turns, one.Turn, one.Finding))).Concat(Neglected(talk, turns)).OrderBy(fail => fail.Turn).ToList();
        var items = rubric.Items.Select(item => Score(item, talk, turns, truth)).ToList();
        if (disposition is not null)
            items[^1] = Noted(items[^1], turns.Count, disposition, dispositions.Contains(disposition) || (truth is null && rubric.Dispositions.All(one => one.Code != disposition)));

        var total = critical.Count > 0 ? 0 : items.Sum(item => item.Score);
        var compliance = items.Where(item => rubric.ComplianceCategories.Contains(item.Item.Category)).Sum(item => item.Score);
        return new()
        {
            Total = total,
            Compliance = compliance,
            Band = rubric.Bands.First(band => total >= band.Least).Band,
            Passed = total >= rubric.PassTotal && compliance >= rubric.PassCompliance && critical.Count == 0,
            Critical = critical,
            Items = items,
            Findings = talk.Findings,
            Dispositions = dispositions,
        };
    }

    private static bool IsOurs(TranscriptTurn turn) => turn.Speaker is Speaker.Agent or Speaker.Bot;

    /// <summary>A right note is worth half of the item that asks for it, a wrong one all of it; a code whose words nobody can listen for is believed.</summary>
    private static ItemScore Noted(ItemScore item, int turn, string disposition, bool isRight) =>
        isRight ? item with { Score = Math.Max(item.Score, item.Item.Max / 2) } : item with { Score = 0, Evidence = [.. item.Evidence, new(turn, disposition)], Better = item.Item.Better };

    private static bool IsSure(Finding finding) => finding.Clearness is null or >= Sure;

    private static string Quote(IReadOnlyList<TranscriptTurn> turns, int turn, Finding finding) => turns[turn - 1].Text.Substring(finding.Start, finding.Length);

    /// <summary>Goes through the turns once, keeping what is known so far.</summary>
    private Talk Walk(IReadOnlyList<TranscriptTurn> turns, ReviewContext start, KnownTruth? truth)
    {
        var talk = new Talk();
        var (flags, verified, audience, identityAsked) = (new Dictionary<string, string>(start.Flags), start.Verified ?? false, start.Audience, false);
        for (var i = 0; i < turns.Count; i++)
        {
            var (turn, number) = (turns[i], i + 1);
            if (IsOurs(turn))
            {
                var context = start with { Speaker = turn.Speaker, Verified = verified, Audience = audience, Flags = flags, Time = turn.Time is { } time ? TimeOnly.FromDateTime(time.DateTime) : start.Time };
                talk.Findings.AddRange(book.Review(turn.Text, context).Findings.Select(finding => (number, finding)));
                var reading = marks.Read(turn.Text, start.Day);
                // What was said before, word for word, does nothing again.
                talk.Ours.Add(new(number, talk.Said.Add(turn.Text.Trim()) ? reading.Marks : new Dictionary<string, string>(), turn.Text, reading.IsJumble));
                identityAsked |= talk.Ours[^1].Marks.ContainsKey("asks_identity") || talk.Ours[^1].Marks.ContainsKey("asks_factor");
                continue;
            }

            var heard = new HashSet<string>(truth?.Meant[talk.Heard.Count] ?? ear(turn.Text));
            if (truth is null)
                heard.UnionWith(rubric.Says.Where(pair => pair.Value.IsMatch(Plain.Text(turn.Text))).Select(pair => pair.Key));
            if (turn.Speaker == Speaker.ThirdParty)
                heard.Add("third_party_answering");
            talk.Heard.Add((number, heard, marks.Content(turn.Text)));
            audience = turn.Speaker == Speaker.ThirdParty ? Audience.ThirdParty : Audience.Debtor;
            verified |= turn.Speaker == Speaker.Debtor && identityAsked && (turn.Text.Count(char.IsAsciiDigit) >= 2 || heard.Contains("confirm_self") || heard.Contains("affirm"));
            foreach (var flag in heard.Select(one => rubric.Flags.GetValueOrDefault(one)).OfType<string>())
                flags[flag] = "";
            // Everything after the person wrote first is an answer to them, at whatever hour.
            if (i == 0)
                flags["debtor_initiated"] = "";
            flags = new(flags);
        }

        talk.IsVerified = verified;
        return talk;
    }

    private ItemScore Score(RubricItem item, Talk talk, IReadOnlyList<TranscriptTurn> turns, KnownTruth? truth)
    {
        var broken = talk.Findings.Where(one => item.Breaks.Contains(one.Finding.Rule.Id) || item.Breaks.Contains(one.Finding.Rule.Category)).ToList();
        var share = broken.Count == 0 ? 1m : broken.TrueForAll(one => one.Finding.Severity == Severity.Minor || !IsSure(one.Finding)) ? 0.5m : 0m;
        var evidence = broken.Select(one => new Evidence(one.Turn, Quote(turns, one.Turn, one.Finding))).ToList();
        var (wanted, shown) = Wanted(item, talk, truth);
        share = Math.Min(share, wanted);
        evidence.AddRange(shown);
        foreach (var cap in (truth?.Caps ?? []).Where(cap => cap.Item == item.Id))
        {
            share = Math.Min(share, cap.Share);
            evidence.Add(cap.Evidence);
        }

        var better = share == 1m ? null : broken.Select(one => one.Finding.Rule.Rewrite).FirstOrDefault(line => line.Count > 0 && line.Values.All(words => !words.Contains('{', StringComparison.Ordinal))) ?? item.Better;
        return new(item, item.Max * share, evidence, better);
    }

    private (decimal Share, IReadOnlyList<Evidence> Evidence) Wanted(RubricItem item, Talk talk, KnownTruth? truth)
    {
        if (item.Wants.Count == 0)
            return (1m, []);
        var isGoal = truth is not null && item.Goals.Count > 0;
        if (isGoal ? !item.Goals.Any(truth!.Goals.Contains) : talk.Heard.Any(one => item.Unless.Any(one.Heard.Contains)))
            return (1m, []);
        var from = 0;
        if (item.When.Count > 0)
        {
            var triggers = talk.Heard.Where(one => item.When.Any(one.Heard.Contains)).ToList();
            var done = talk.Ours.Where(one => item.When.Any(one.Marks.ContainsKey)).ToList();
            if (triggers.Count == 0 && done.Count == 0 && !isGoal)
                return (1m, []);
            from = triggers.Count > 0 && item.IsInReply && !isGoal ? triggers[0].Turn : 0;
        }

        var replies = talk.Ours.Where(one => one.Turn > from);
        if (from > 0)
            replies = replies.Take(RepliesToLookAt);
        var looked = replies.ToList();
        var wants = item.Wants.Select(want => want.Split('|')).ToList();
        var found = wants.Select(any => looked.Find(one => any.Any(one.Marks.ContainsKey)) is { } at ? new Evidence(at.Turn, at.Marks[any.First(at.Marks.ContainsKey)]) : null).OfType<Evidence>().ToList();
        if (!item.IsEcho)
            return (found.Count == item.Wants.Count ? 1m : found.Count > 0 ? 0.5m : 0m, found);
        // Whoever says back says something the other one said; who says much of it back has listened, in whatever form.
        var echoes = looked.Select(one => (one.Turn, one.Text, Echo: Echo(one, talk), DoesAll: wants.TrueForAll(any => any.Any(one.Marks.ContainsKey))));
        var best = echoes.OrderByDescending(one => one.Echo > 0 && one.DoesAll).ThenByDescending(one => one.Echo).FirstOrDefault();
        if ((best.Echo > 0 && best.DoesAll) || best.Echo >= MuchSaidBack)
            return (1m, [new(best.Turn, best.Text)]);
        return (found.Count == item.Wants.Count || best.Echo >= SomeSaidBack ? 0.5m : 0m, found);
    }

    /// <summary>How much a line says back of what the other side said before it, in content and not in small words: the most of any one turn.</summary>
    private int Echo(OurTurn ours, Talk talk)
    {
        if (ours.IsJumble)
            return 0;
        var said = marks.Content(ours.Text);
        return talk.Heard.TakeWhile(one => one.Turn < ours.Turn).Select(one => one.Content.Count(said.Contains)).DefaultIfEmpty().Max();
    }

    /// <summary>Duties that were not done in the reply to what called for them.</summary>
    private IEnumerable<CriticalFail> Neglected(Talk talk, IReadOnlyList<TranscriptTurn> turns)
    {
        foreach (var duty in rubric.Duties)
        {
            var called = talk.Heard.FirstOrDefault(one => duty.When.Any(one.Heard.Contains));
            if (called.Heard is null)
                continue;
            var reply = talk.Ours.FirstOrDefault(one => one.Turn > called.Turn);
            if (reply is not null && !duty.Wants.Any(reply.Marks.ContainsKey))
                yield return new(duty.Rule, reply.Turn, turns[reply.Turn - 1].Text);
        }
    }

    /// <summary>Dispositions (the compact set of codes) the words bear out, the gravest first.</summary>
    private List<string> Dispositions(Talk talk)
    {
        var heard = talk.Heard.SelectMany(one => one.Heard).ToHashSet();
        var found = rubric.Dispositions.Where(one => one.Heard.Any(heard.Contains)).Select(one => one.Code).ToList();
        if (talk.Heard.Count > 0 && found.Count == 0)
            found.Add("INF");
        if (talk.IsVerified)
            found.Add("RPC");
        if (found.Count == 0)
            found.Add("NAC");
        return found;
    }

    /// <summary>A turn of ours, with what it does for the first time.</summary>
    private sealed record OurTurn(int Turn, IReadOnlyDictionary<string, string> Marks, string Text, bool IsJumble);

    /// <summary>What happened in a conversation.</summary>
    private sealed class Talk
    {
        public List<(int Turn, Finding Finding)> Findings { get; } = [];

        public List<OurTurn> Ours { get; } = [];

        public HashSet<string> Said { get; } = [];

        public List<(int Turn, HashSet<string> Heard, IReadOnlySet<string> Content)> Heard { get; } = [];

        public bool IsVerified { get; set; }
    }
}

using System.Security.Cryptography;
using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Prompts;

/// <summary>Everything under <c>prompts/policy/</c>, read and checked at start.</summary>
/// <param name="Packs">Plan packs.</param>
/// <param name="Creditors">Creditor profiles by code; "default" always among them.</param>
/// <param name="Operator">Who runs this assistant.</param>
/// <param name="Protections">What outranks collection.</param>
public sealed record PolicyFiles(IReadOnlyList<PlanPack> Packs, IReadOnlyDictionary<string, Creditor> Creditors, Operator Operator, ProtectionPack Protections)
{
    private static readonly string[] Services = ["proof", "recording", "privacy", "clearance"];
    private static readonly string[] LineUses = ["listen", "police", "ambulance", "complain", "advice", "abuse"];

    /// <summary>The pack for a case: its law and currency decide, never the language of the talk; null when there is none.</summary>
    public PlanPack? PackFor(CaseFile file, DateOnly today) => Packs
        .Where(pack => pack.Law == file.Law && pack.Currency == file.Currency && pack.EffectiveFrom <= today)
        .MaxBy(pack => pack.EffectiveFrom);

    /// <summary>The creditor's profile, by code or name, else the default one.</summary>
    public Creditor CreditorOf(CaseFile file) =>
        (file.CreditorCode is { } code && Creditors.TryGetValue(code, out var byCode) ? byCode : null)
        ?? Creditors.Values.FirstOrDefault(creditor => creditor.Names.Values.Contains(file.CreditorName))
        ?? Creditors["default"];

    /// <summary>Reads the folder.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static PolicyFiles Read(PromptFolder prompts)
    {
        var packs = prompts.Files("policy", "*.yaml").Where(file => file.Name is not ("prompts/policy/operator.yaml" or "prompts/policy/protections.yaml")).Select(ReadPack).ToList();
        var creditors = prompts.Files("policy/creditors", "*.yaml").Select(file => (file, Creditor: ReadCreditor(Yaml.Read(file.Path, file.Name)))).ToList();
        if (creditors.TrueForAll(c => c.Creditor.Code != "default"))
            throw new PromptException("prompts/policy/creditors/default.yaml", 1, "the default profile is missing.");
        var op = prompts.File("policy/operator.yaml");
        return new(packs, creditors.ToDictionary(c => c.Creditor.Code, c => c.Creditor), ReadOperator(Yaml.Read(op.Path, op.Name)), ProtectionFiles.Read(prompts));
    }

    private static PlanPack ReadPack(PromptFile file)
    {
        var yaml = Yaml.Read(file.Path, file.Name).Only("id", "version", "effective_from", "approved_by", "law", "currency",
            "max_term_by_balance", "min_instalment", "min_instalment_share", "first_due_max_days", "types", "affordability", "advice", "authority", "miss", "promise", "limitation_years", "retention_years", "rules");
        var currency = yaml["currency"].Text;
        var rules = ReadRules(yaml["rules"]);
        var authority = yaml["authority"].Only("bot_max_balance", "approval_days", "two_people_above");
        var miss = yaml["miss"].Only("breaks_after", "grace_days", "append_once", "notice_days", "pause_max_days");
        var promise = yaml["promise"].Only("max_days_ahead", "grace_days", "partial_share", "max_broken_before_human");
        return new PlanPack
        {
            Id = yaml["id"].Text,
            Version = yaml["version"].Text,
            Hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path))),
            EffectiveFrom = yaml["effective_from"].Day,
            ApprovedBy = yaml["approved_by"].Text,
            Law = yaml["law"].Text,
            Currency = currency,
            MaxTermByBalance = ReadSteps(yaml["max_term_by_balance"], currency),
            MinInstalment = Positive(yaml["min_instalment"], currency),
            MinInstalmentShare = Within(yaml["min_instalment_share"], 0m, 1m),
            FirstDueMaxDays = (int)Within(yaml["first_due_max_days"], 1, 90),
            Types = PlanTypes.Read(yaml["types"], yaml["law"].Text, rules),
            Advice = new(yaml["advice"].Only("names", "phone")["names"].Localised, yaml["advice"]["phone"].Text),
            Affordability = PlanTypes.ReadAffordability(yaml["affordability"], currency),
            BotMaxBalance = Positive(authority["bot_max_balance"], currency),
            ApprovalDays = (int)Within(authority["approval_days"], 1, 60),
            TwoPeopleAbove = Positive(authority["two_people_above"], currency),
            BrokenAfterMissed = (int)Within(miss["breaks_after"], 1, 6),
            MissGraceDays = (int)Within(miss["grace_days"], 0, 15),
            AppendsMissed = miss["append_once"].Flag,
            MissNoticeDays = (int)Within(miss["notice_days"], 1, 60),
            PauseMaxDays = (int)Within(miss["pause_max_days"], 1, 366),
            PromiseMaxDays = (int)Within(promise["max_days_ahead"], 1, 62),
            PromiseGraceDays = (int)Within(promise["grace_days"], 0, 15),
            PromisePartialShare = Within(promise["partial_share"], 0.01m, 1m),
            PromiseMaxBroken = (int)Within(promise["max_broken_before_human"], 1, 10),
            LimitationYears = (int)Within(yaml["limitation_years"], 1, 30),
            RetentionYears = (int)Within(yaml["retention_years"], 2, 30),
            Rules = rules,
        };
    }

    private static List<TermStep> ReadSteps(Yaml yaml, string currency)
    {
        var steps = yaml.Items.Select(step => (Yaml: step, Step: new TermStep(
            step.Find("below") is { } below ? Positive(below, currency) : null, (int)Within(step["months"], 1, PlanPack.LegalMaxMonths)))).ToList();
        if (steps.Count == 0 || steps[^1].Step.Below is not null)
            throw yaml.Wrong("the last step must have no 'below', so that every balance has a longest term.");
        foreach (var (step, i) in steps.Select((step, i) => (step, i)).Skip(1))
        {
            if (steps[i - 1].Step.Below is not { } previous || (step.Step.Below is { } below && below <= previous))
                throw step.Yaml.Wrong("the steps must rise.");
        }

        return [.. steps.Select(step => step.Step)];
    }

    private static Dictionary<string, PackRule> ReadRules(Yaml yaml)
    {
        var rules = new Dictionary<string, PackRule>();
        foreach (var rule in yaml.Items)
        {
            rule.Only(["id", "source", .. Locales.All]);
            var id = rule["id"].Text;
            if (!rules.TryAdd(id, new PackRule(id, Locales.All.ToDictionary(locale => locale, locale => rule[locale].Text), rule["source"].Text)))
                throw rule.Wrong($"rule '{id}' stands here twice.");
        }

        return rules;
    }

    private static Creditor ReadCreditor(Yaml yaml)
    {
        yaml.Only("code", "names", "hotline", "payment_routes", "complaint_route", "posting_times", "service_days", "handoff_within_minutes", "stale_after_hours", "hours", "contract");
        return new Creditor
        {
            Code = yaml["code"].Text,
            Names = yaml["names"].Entries.Any() ? yaml["names"].Localised : new Dictionary<string, string>(),
            Hotline = yaml.Find("hotline")?.Text,
            PaymentRoutes = [.. yaml["payment_routes"].Items.Select(route => route.Text)],
            ComplaintRoute = yaml["complaint_route"].Text,
            PostingTimes = [.. yaml["posting_times"].Items.Select(line => line.Text)],
            ServiceDays = Services.ToDictionary(service => service, service => (int)Within(yaml["service_days"].Only(Services)[service], 1, 60)),
            Hours = ReadHours(yaml["hours"]),
            StaleAfter = TimeSpan.FromHours((double)Within(yaml["stale_after_hours"], 1, 720)),
            HandOffWithin = TimeSpan.FromMinutes((double)Within(yaml["handoff_within_minutes"], 1, 1440)),
            Contract = ReadContract(yaml["contract"]),
        };
    }

    private static List<CardTerms> ReadContract(Yaml yaml)
    {
        var all = yaml.Items.Select(ReadTerms).ToList();
        if (all.Count == 0)
            throw yaml.Wrong("the contract needs at least one set of terms.");
        if (all.Zip(all.Skip(1)).Any(pair => pair.First.EffectiveFrom >= pair.Second.EffectiveFrom))
            throw yaml.Wrong("'effective_from' must rise from one set of terms to the next.");
        return all;
    }

    private static CardTerms ReadTerms(Yaml yaml)
    {
        yaml.Only("effective_from", "confirmed", "regime", "day_count", "compounding", "interest_on_fees", "penalty", "tolerance", "minimum_floor", "principal_first_from_day");
        var penalty = yaml["penalty"].Only("floor", "raised_rate", "raised_after");
        var tolerance = yaml["tolerance"].Only("days", "amount");
        return new CardTerms
        {
            EffectiveFrom = yaml["effective_from"].Day,
            IsConfirmed = yaml["confirmed"].Flag,
            Regime = CardTerms.RegimeOf(yaml["regime"].Text) ?? throw yaml["regime"].Wrong("the regime is full, unpaid_a or unpaid_b."),
            DayCount = CardTerms.DayCountOf(yaml["day_count"].Text) ?? throw yaml["day_count"].Wrong("the day count is SI_EX or SI_EI."),
            Compounds = CardTerms.CompoundsOf(yaml["compounding"].Text) ?? throw yaml["compounding"].Wrong("compounding is monthly or none."),
            ChargesInterestOnFees = yaml["interest_on_fees"].Flag,
            PenaltyFloor = ReadAmounts(penalty["floor"]),
            EscalatedPenaltyRate = penalty.Find("raised_rate") is { } raised ? Within(raised, 0m, 1m) : null,
            EscalatesAfter = penalty.Find("raised_after") is { } after ? (int)Within(after, 1, 12) : 0,
            ToleranceDays = (int)Within(tolerance["days"], 0, 30),
            ToleranceAmount = ReadAmounts(tolerance["amount"]),
            MinimumFloor = ReadAmounts(yaml["minimum_floor"]),
            AllocationFlipsAt = (int)Within(yaml["principal_first_from_day"], 1, 10_000),
        };
    }

    private static Dictionary<string, decimal> ReadAmounts(Yaml yaml) => yaml.Entries.ToDictionary(entry => entry.Key, entry =>
        decimal.Round(Within(entry.Value, 0m, 1_000_000m), 2) == entry.Value.Number ? entry.Value.Number : throw entry.Value.Wrong("at most two decimals were expected."));

    private static Operator ReadOperator(Yaml yaml)
    {
        yaml.Only("names", "role", "hotline", "handoff_within_minutes", "hours", "lines", "complaint_days");
        var role = yaml["role"];
        var lines = yaml["lines"];
        _ = lines["verified_on"].Day;
        return new Operator(
            yaml["names"].Localised,
            role.Text switch { "agency" => true, "bank" => false, _ => throw role.Wrong("the role is bank or agency.") },
            yaml["hotline"].Text,
            ReadHours(yaml["hours"]),
            TimeSpan.FromMinutes((double)Within(yaml["handoff_within_minutes"], 1, 1440)),
            lines.Entries.Where(entry => entry.Key != "verified_on").ToDictionary(entry => entry.Key, IReadOnlyDictionary<string, string> (entry) =>
                LineUses.Select(use => (use, entry.Value[use])).Concat(entry.Value.Entries.Where(line => !LineUses.Contains(line.Key))).ToDictionary(line => line.Item1, line => line.Item2.Text)))
        {
            ComplaintDays = lines.Entries.Where(entry => entry.Key != "verified_on").ToDictionary(entry => entry.Key, entry => (int)Within(yaml["complaint_days"][entry.Key], 1, 60)),
        };
    }

    private static OpeningHours ReadHours(Yaml yaml)
    {
        yaml.Only("opens", "closes", "days", "holidays");
        var hours = new OpeningHours(yaml["opens"].Time, yaml["closes"].Time,
            yaml["days"].Items.Select(day => day.Word<DayOfWeek>()).ToHashSet(), yaml["holidays"].Items.Select(day => day.Day).ToHashSet());
        if (hours.Opens >= hours.Closes || hours.Days.Count == 0)
            throw yaml.Wrong("'opens' must lie before 'closes', and at least one day must be open.");
        return hours;
    }

    internal static Money Positive(Yaml yaml, string currency) => yaml.Number > 0 && decimal.Round(yaml.Number, 2) == yaml.Number
        ? new Money(yaml.Number, currency) : throw yaml.Wrong("an amount above zero with at most two decimals was expected.");

    internal static decimal Within(Yaml yaml, decimal least, decimal most) => yaml.Number >= least && yaml.Number <= most
        ? yaml.Number : throw yaml.Wrong($"{yaml.Number} is outside {least} to {most}.");
}

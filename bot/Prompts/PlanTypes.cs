using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Prompts;

/// <summary>Reads the plan types of a pack and holds them to what the law allows.</summary>
internal static class PlanTypes
{
    /// <summary>What a yearly rate may reach before a court takes the rest off (法发〔2017〕22号), percent.</summary>
    private const decimal MostYearlyPercent = 24m;

    private static readonly string[] EngineRules = ["approval", "bot-authority"];

    /// <summary>Plan types, in the order in which the bank recommends them.</summary>
    /// <param name="yaml">The list.</param>
    /// <param name="law">Law of the pack, the prefix of the rules the engine itself cites.</param>
    /// <param name="rules">Rules of the pack.</param>
    public static IReadOnlyList<PlanType> Read(Yaml yaml, string law, IReadOnlyDictionary<string, PackRule> rules)
    {
        if (EngineRules.Select(rule => $"{law.ToLowerInvariant()}.plan.{rule}").FirstOrDefault(rule => !rules.ContainsKey(rule)) is { } missing)
            throw yaml.Wrong($"the pack needs the rule '{missing}', which every offer cites.");
        var types = new List<PlanType>();
        foreach (var item in yaml.Items)
        {
            var type = ReadOne(item, rules);
            if (types.Exists(other => other.Code == type.Code))
                throw item.Wrong($"'{type.Code}' stands here twice.");
            types.Add(type);
        }

        return types.Exists(type => type.Code == PlanType.Personal) ? types : throw yaml.Wrong($"the type {PlanType.Personal} is missing.");
    }

    /// <summary>How affordability is reckoned.</summary>
    public static AffordabilityTerms ReadAffordability(Yaml yaml, string currency)
    {
        yaml.Only("household_floor", "each_further", "buffer_least", "buffer_share", "holds_months");
        return new(PolicyFiles.Positive(yaml["household_floor"], currency), PolicyFiles.Positive(yaml["each_further"], currency), PolicyFiles.Positive(yaml["buffer_least"], currency),
            PolicyFiles.Within(yaml["buffer_share"], 0m, 1m), (int)PolicyFiles.Within(yaml["holds_months"], 1, 12));
    }

    private static PlanType ReadOne(Yaml yaml, IReadOnlyDictionary<string, PackRule> rules)
    {
        yaml.Only("code", "from", "to", "terms", "pricing", "rate", "max_days", "approval", "rules");
        var code = yaml["code"].Text;
        if (!PlanType.Known.Contains(code))
            throw yaml["code"].Wrong($"'{code}' is not a plan type; known are {string.Join(", ", PlanType.Known)}.");
        var terms = yaml.Find("terms")?.Items.ToList() ?? [];
        foreach (var term in terms.Where(term => term.Whole is < 1 or > PlanPack.LegalMaxMonths))
            throw term.Wrong($"{term.Whole} months: a personalised instalment runs 1 to {PlanPack.LegalMaxMonths} months (办法 art. 70).");
        var needsDays = code is PlanType.Extension or PlanType.Hold or PlanType.SettlementInParts;
        var needsTerms = code is not (PlanType.PayInFull or PlanType.Extension or PlanType.Hold or PlanType.Settlement);
        if (needsTerms != (terms.Count > 0))
            throw yaml.Wrong(needsTerms ? $"{code} needs 'terms'." : $"{code} has no 'terms'.");
        if (needsDays != (yaml.Find("max_days") is not null))
            throw yaml.Wrong(needsDays ? $"{code} needs 'max_days'." : $"{code} has no 'max_days'.");
        var pricing = yaml.Find("pricing")?.Word<Pricing>() ?? Pricing.None;
        if (pricing == Pricing.None != yaml.Find("rate") is null)
            throw yaml.Wrong("a 'rate' stands with the pricing flat or reducing, and only there.");
        var type = new PlanType
        {
            Code = code,
            From = yaml["from"].Word<Bucket>(),
            To = yaml["to"].Word<Bucket>(),
            Terms = [.. terms.Select(term => term.Whole).Order()],
            Pricing = pricing,
            Rate = yaml.Find("rate") is { } rate ? PolicyFiles.Within(rate, 0m, 1m) : 0m,
            MaxDays = yaml.Find("max_days") is { } days ? (int)PolicyFiles.Within(days, 1, 90) : null,
            NeedsApproval = yaml.Find("approval")?.Flag ?? false,
            Rules = [.. yaml["rules"].Items.Select(rule => rules.ContainsKey(rule.Text) ? rule.Text : throw rule.Wrong($"there is no rule '{rule.Text}' in this pack."))],
        };
        if (type.From > type.To)
            throw yaml["to"].Wrong("'to' lies before 'from'.");
        if (pricing == Pricing.Flat && type.Terms.FirstOrDefault(term => YearlyPercent(type.Rate, term) > MostYearlyPercent) is > 0 and var dear)
            throw yaml["rate"].Wrong($"over {dear} months this is {YearlyPercent(type.Rate, dear)} % a year, above {MostYearlyPercent} % (法发〔2017〕22号).");
        return type;
    }

    private static decimal YearlyPercent(decimal flat, int term) => Rates.YearlyPercent(
        Rates.MonthlyIrr(new(100_000m, "CNY"), [.. RepaymentSchedule.Flat(new(100_000m, "CNY"), term, flat).Select(row => row.Total)]));
}

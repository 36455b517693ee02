using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Assistant.Bot.Reply;
using Assistant.Skills;
using Assistant.Skills.Conduct;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using Assistant.Skills.Practice;

namespace Assistant.Bot.Prompts;

/// <summary>Scenarios, people and their words, from <c>prompts/practice/</c>.</summary>
/// <param name="Scenarios">By id.</param>
/// <param name="People">How people react.</param>
/// <param name="Asks">Acts of the agent that only practice asks for.</param>
public sealed partial record PracticeFiles(IReadOnlyDictionary<string, Scenario> Scenarios, People People, IReadOnlyDictionary<string, Regex> Asks)
{
    /// <summary>The day every scenario plays on: the same seed then gives the same bytes on any day.</summary>
    public static readonly DateOnly Day = new(2026, 11, 20);

    /// <summary>Characters of a scenario that somebody sends.</summary>
    public const int MostText = 60_000;

    private const int MostDays = 3650;
    private const decimal MostMoney = 100_000_000m;
    private const int LeastWordings = 2;
    private const int LeastOpenings = 3;
    private const int LeastCommon = 6;
    private static readonly string[] Flags = ["waiver_ban", "dispute", "complaint", "dnc", "deceased", "bankrupt"];
    private static readonly string[] Codes = ["RPC", "INF", "NAC", "TPM", "NOC"];
    private static readonly Dictionary<string, string> Laws = new() { ["CN"] = "CN", ["US"] = "US", ["UK"] = "GB" };

    private Func<string, Yaml, byte[], Scenario>? Reader { get; init; }

    /// <summary>Reads one scenario that stands in no file, by exactly the rules of the files; only its name is free.</summary>
    /// <param name="id">What it is called.</param>
    /// <param name="text">The text a file would hold.</param>
    /// <exception cref="PromptException">Line and what to correct.</exception>
    public Scenario Read(string id, string text)
    {
        if (text.Length > MostText)
            throw new PromptException(id, 1, $"the text has {text.Length} characters; at most {MostText} are taken.");
        try
        {
            var yaml = Yaml.Parse(text, id);
            foreach (var key in (string[])["title", "brief"])
            {
                if (string.IsNullOrWhiteSpace(yaml[key].Text))
                    throw yaml[key].Wrong($"'{key}' is empty.");
            }

            return Reader!(id, yaml, System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or InvalidOperationException)
        {
            // Figures no account has, such as nothing owed at all, are beyond what the engines take.
            throw new PromptException(id, 1, $"these figures make no account: {e.Message}");
        }
    }

    /// <summary>Reads and checks the folder.</summary>
    /// <param name="prompts">The folder.</param>
    /// <param name="policy">Plan packs, by which the best plan of a scenario is computed.</param>
    /// <param name="rubric">Dispositions a note may carry.</param>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static PracticeFiles Read(PromptFolder prompts, PolicyFiles policy, Rubric rubric)
    {
        var file = prompts.File("practice/people.yaml");
        var yaml = Yaml.Read(file.Path, file.Name).Only("moves", "harms", "difficulty", "personas", "means", "asks");
        var means = yaml["means"].Only("fact", "occasion", "opening");
        var weights = yaml["difficulty"].Only("kind", "harm", "interrupts");
        var people = new People(
            yaml["personas"].Entries.ToDictionary(entry => entry.Key, entry => Persona(entry.Value)), yaml["moves"].Entries.ToDictionary(entry => entry.Key, entry => Mood(entry.Value, -100)),
            Texts(yaml["harms"]), Five(weights["kind"]), Five(weights["harm"]), [.. Five(weights["interrupts"]).Select(chance => (double)chance)],
            Texts(means["fact"]), Texts(means["occasion"]), Texts(means["opening"]), Locales.All.ToDictionary(locale => locale, IReadOnlyDictionary<string, IReadOnlyList<string>> (locale) => Words(prompts, locale)));
        var asks = yaml["asks"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Pattern());
        var codes = rubric.Dispositions.Select(one => one.Code).Concat(Codes).ToHashSet();
        var abouts = asks.Keys.Concat(["asks_cause", "asks_means"]).Where(act => act.StartsWith("asks_", StringComparison.Ordinal)).Select(act => act["asks_".Length..]).ToHashSet();
        var meanings = new[] { people.MeansByFact, people.MeansByOccasion, people.MeansByOpening }.SelectMany(one => one.Values).Concat(rubric.Duties.SelectMany(duty => duty.When)).ToHashSet();
        Scenario Read(string id, Yaml text, byte[] bytes) => Scenario(id, text, bytes, people, policy, codes, abouts, meanings);
        return new(prompts.Files("practice/scenarios", "*.yaml").Select(one => OfFile(one, Read)).ToDictionary(one => one.Id), people, asks) { Reader = Read };
    }

    private static Scenario OfFile(PromptFile file, Func<string, Yaml, byte[], Scenario> read)
    {
        var yaml = Yaml.Read(file.Path, file.Name);
        var scenario = read(Path.GetFileNameWithoutExtension(file.Path), yaml, File.ReadAllBytes(file.Path));
        return scenario.Id.StartsWith($"{scenario.Family}-{scenario.Difficulty}", StringComparison.Ordinal) ? scenario
            : throw yaml["family"].Wrong($"the file is called '{scenario.Id}'; its name begins with {scenario.Family}-{scenario.Difficulty}.");
    }

    /// <summary>Reads one scenario.</summary>
    private static Scenario Scenario(string id, Yaml yaml, byte[] bytes, People people, PolicyFiles policy, HashSet<string> codes, HashSet<string> abouts, IReadOnlySet<string> meanings)
    {
        yaml.Only("family", "difficulty", "locale", "jurisdiction", "title", "brief", "persona", "speaker", "mood", "case", "finances", "opening", "facts", "traps", "goals", "gold", "leaves_at", "model", "opening_means");
        var locale = yaml["locale"].OneOf(Locales.All);
        var (family, difficulty) = (yaml["family"].OneOf(Skills.Practice.Scenario.Families), yaml["difficulty"].Whole);
        if (difficulty is < 1 or > 5)
            throw yaml["difficulty"].Wrong("difficulty is 1 to 5.");
        var account = AccountOf(yaml["case"], id, yaml["jurisdiction"].OneOf([.. Laws.Keys]), locale);
        var currency = account.File.Currency;
        var money = yaml["finances"].Only("income", "essentials", "can_pay");
        var finances = new Finances(Amount(money["income"], currency), Amount(money["essentials"], currency), Amount(money["can_pay"], currency));
        if (finances.CanPay > finances.Income - finances.Essentials && finances.CanPay.IsPositive)
            throw money["can_pay"].Wrong($"{finances.CanPay} is more than income less essentials leave.");
        var gold = yaml["gold"].Only("outcome", "disposition");
        var outcome = gold["outcome"].OneOf(Skills.Practice.Scenario.Outcomes);
        var pack = policy.PackFor(account.File, Day);
        var plan = outcome == "plan" ? PlanOf(gold, pack, account, finances, yaml["case"]["due_day"].Whole) : null;
        var values = Values(yaml["case"], account, finances, plan, locale);
        if (!people.Personas.ContainsKey(yaml["persona"].Text))
            throw yaml["persona"].Wrong($"'{yaml["persona"].Text}' is not one of {string.Join(", ", people.Personas.Keys)}.");
        var facts = yaml["facts"].Items.Select(fact => Fact(fact, abouts, values)).ToList();
        if (facts.GroupBy(fact => fact.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw yaml["facts"].Wrong($"the fact '{twice.Key}' stands here twice.");
        return new()
        {
            Id = id,
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Family = family,
            Difficulty = difficulty,
            Locale = locale,
            Jurisdiction = yaml["jurisdiction"].Text,
            Title = yaml["title"].Text,
            Brief = yaml["brief"].Text,
            Persona = yaml["persona"].Text,
            Speaker = yaml["speaker"].OneOf(["debtor", "third_party"]) == "debtor" ? Speaker.Debtor : Speaker.ThirdParty,
            Mood = Mood(yaml["mood"], 0),
            Name = yaml["case"]["name"].Text,
            IdLast4 = yaml["case"]["id_last4"].Text,
            Account = account,
            Finances = finances,
            OpeningMeans = yaml.Find("opening_means")?.OneOf([.. meanings]),
            Opening = Lines(yaml["opening"], values, LeastOpenings),
            Facts = facts,
            Traps = [.. (yaml.Find("traps")?.Items ?? []).Select(trap => new Trap(trap.Only("id", "after", "says", "right")["id"].Text, trap["after"].Whole, Lines(trap["says"], values, LeastWordings), trap["right"].Text))],
            Goals = yaml["goals"].Items.Select(goal => goal.OneOf(Skills.Practice.Scenario.KnownGoals)).ToHashSet(),
            Outcome = outcome,
            Dispositions = [.. gold["disposition"].Items.Select(code => codes.Contains(code.Text) ? code.Text : throw code.Wrong($"'{code.Text}' is no code; there are {string.Join(", ", codes)}."))],
            Plan = plan,
            Pack = pack,
            LeavesAt = yaml["leaves_at"].Whole,
            Model = Lines(yaml["model"], values, LeastWordings),
            Values = values,
        };
    }

    private static HiddenFact Fact(Yaml yaml, HashSet<string> abouts, Dictionary<string, string> values)
    {
        yaml.Only("id", "about", "says", "trust", "verified", "before", "is_false");
        return new(yaml["id"].Text, yaml["about"].OneOf([.. abouts]), Lines(yaml["says"], values, LeastWordings), yaml["trust"].Whole, yaml.Find("verified")?.Flag ?? false,
            Lines(yaml["before"], values, LeastWordings), yaml.Find("is_false")?.Flag ?? false);
    }

    private static Account AccountOf(Yaml yaml, string id, string jurisdiction, string locale)
    {
        yaml.Only("name", "id_last4", "creditor", "currency", "principal", "interest", "penalty", "fees", "minimum", "days_overdue", "due_day", "flags");
        var currency = yaml["currency"].OneOf(["CNY", "USD", "GBP"]);
        var flags = (yaml.Find("flags")?.Items ?? []).Select(flag => flag.OneOf(Flags)).ToHashSet();
        var (principal, interest, penalty, fees) = (Amount(yaml["principal"], currency), Amount(yaml["interest"], currency), Amount(yaml["penalty"], currency), Amount(yaml["fees"], currency));
        var dueDay = yaml["due_day"].Whole;
        if (dueDay is < 1 or > 28)
            throw yaml["due_day"].Wrong($"{dueDay} is not a day of 1 to 28.");
        if (yaml["days_overdue"].Whole is < 0 or > MostDays)
            throw yaml["days_overdue"].Wrong($"days overdue are 0 to {MostDays}.");
        var due = Day.AddDays(-yaml["days_overdue"].Whole);
        var file = new CaseFile
        {
            CaseNo = id,
            CreditorName = yaml["creditor"].Text,
            CustomerNo = id,
            Currency = currency,
            ProductName = "",
            CardLast4 = "0000",
            StatementDay = 1,
            DueDate = due,
            DelinquencyDate = due.AddDays(1),
            TotalDue = principal + interest + penalty + fees,
            Principal = principal,
            Interest = interest,
            Penalty = penalty,
            Fees = fees,
            MinPayment = Amount(yaml["minimum"], currency),
            DailyRate = 0.0005m,
            PenaltyRate = 0.05m,
            MinPayRate = 0.1m,
            AsOf = Now.AddHours(-8),
            Locale = locale,
            Jurisdiction = Laws[jurisdiction],
            WaiverBan = flags.Contains("waiver_ban"),
            DisputeFlag = flags.Contains("dispute"),
            ComplaintOpen = flags.Contains("complaint"),
            DoNotContact = flags.Contains("dnc"),
            Deceased = flags.Contains("deceased"),
            Bankrupt = flags.Contains("bankrupt"),
        };
        return Account.Of(file, [], new(Now, TimeZoneInfo.Utc, TimeSpan.FromHours(72), 91));
    }

    private static DateTimeOffset Now => new(Day.ToDateTime(new TimeOnly(10, 0)), TimeSpan.Zero);

    private static Offer PlanOf(Yaml gold, PlanPack? pack, Account account, Finances finances, int dueDay)
    {
        if (pack is null)
            throw gold["outcome"].Wrong($"no plan pack holds for {account.File.Law} and {account.File.Currency}, so there can be no plan.");
        var quote = PlanEngine.Quote(pack, account, CaseHistory.None, new() { Monthly = finances.CanPay, Income = finances.Income, Essentials = finances.Essentials, Payday = dueDay });
        return quote.Offers.Where(offer => offer.Months > 0 && offer.Dearest <= finances.CanPay).OrderBy(offer => offer.Label).FirstOrDefault()
            ?? throw gold["outcome"].Wrong($"the plan engine has no plan for {finances.CanPay} a month: {string.Join(", ", quote.Declined.Select(declined => declined.Code))}.");
    }

    private static Dictionary<string, string> Values(Yaml yaml, Account account, Finances finances, Offer? plan, string locale)
    {
        var file = account.File;
        var promise = Money.Min(finances.CanPay, file.MinPayment);
        var firstDue = plan?.FirstDueOn ?? Day.AddDays(14);
        return new()
        {
            ["name"] = yaml["name"].Text, ["creditor"] = file.CreditorName, ["factor"] = yaml["id_last4"].Text,
            ["total"] = Show(file.TotalDue), ["principal"] = Show(file.Principal), ["interest"] = Show(file.Interest), ["penalty"] = Show(file.Penalty), ["fees"] = Show(file.Fees), ["minimum"] = Show(file.MinPayment),
            ["income"] = Show(finances.Income), ["essentials"] = Show(finances.Essentials), ["can_pay"] = Show(finances.CanPay), ["promise"] = Show(promise),
            ["instalment"] = Show(plan?.Instalment ?? promise), ["months"] = (plan?.Months ?? 1).ToString(System.Globalization.CultureInfo.InvariantCulture), ["due_day"] = firstDue.Day.ToString(System.Globalization.CultureInfo.InvariantCulture), ["first_due"] = Formats.Show(firstDue, locale), ["offered"] = "{offered}",
        };

        string Show(Money money) => Formats.Show(money, locale);
    }

    private static Dictionary<string, IReadOnlyList<string>> Words(PromptFolder prompts, string locale)
    {
        var file = prompts.File($"practice/words/{locale}.yaml");
        var yaml = Yaml.Read(file.Path, file.Name);
        foreach (var missing in People.Occasions.Where(occasion => yaml.Find(occasion) is null))
            throw yaml.Wrong($"the occasion '{missing}' has no words.");
        foreach (var (key, value) in yaml.Entries.Where(entry => !People.Occasions.Contains(entry.Key.Split('.')[0])))
            throw value.Wrong($"'{key}' is no occasion; there are {string.Join(", ", People.Occasions)}.");
        var known = new Dictionary<string, string> { ["factor"] = "", ["name"] = "", ["can_pay"] = "", ["offered"] = "" };
        return yaml.Entries.ToDictionary(entry => entry.Key, entry =>
        {
            foreach (var item in entry.Value.Items.Where(item => item.Text.Any(char.IsDigit)))
                throw item.Wrong("these words hold a digit; figures come from the scenario.");
            Lines(entry.Value, known, LeastCommon);
            return (IReadOnlyList<string>)[.. entry.Value.Items.Select(item => item.Text)];
        });
    }

    /// <summary>Lines with their values filled in.</summary>
    private static List<string> Lines(Yaml list, Dictionary<string, string> values, int least)
    {
        var items = list.Items.ToList();
        if (items.Count < least)
            throw list.Wrong($"{items.Count} wordings stand here; at least {least} are needed, since nobody says a line twice.");
        if (items.GroupBy(item => item.Text).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw twice.Last().Wrong("this line stands here twice.");
        return [.. items.Select(item => Blank().Replace(item.Text, match => values.TryGetValue(match.Groups[1].Value, out var value) ? value
            : throw item.Wrong($"'{match.Value}' is no value; there are {string.Join(", ", values.Keys)}.")))];
    }

    private static Persona Persona(Yaml yaml) => new(yaml.Only("kind", "harm", "interrupts", "accepts_at", "needs_kindness")["kind"].Number, yaml["harm"].Number, (double)yaml["interrupts"].Number, yaml["accepts_at"].Whole, yaml["needs_kindness"].Flag);

    private static Mood Mood(Yaml yaml, int least)
    {
        yaml.Only("trust", "anger", "shame", "fear");
        return new(Part("trust"), Part("anger"), Part("shame"), Part("fear"));

        int Part(string name) => yaml.Find(name) is not { } part ? 0 : part.Whole >= least && part.Whole <= 100 ? part.Whole : throw part.Wrong($"a mood is {least} to 100.");
    }

    private static Dictionary<string, string> Texts(Yaml map) => map.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Text);

    private static List<decimal> Five(Yaml list) => list.Items.Select(item => item.Number).ToList() is { Count: 5 } five ? five : throw list.Wrong("five numbers were expected, one a difficulty.");

    private static Money Amount(Yaml yaml, string currency) => yaml.Number is >= 0 and <= MostMoney && decimal.Round(yaml.Number, 2) == yaml.Number ? new(yaml.Number, currency) : throw yaml.Wrong("an amount has two decimals, is not negative, and not beyond a hundred million.");

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();
}

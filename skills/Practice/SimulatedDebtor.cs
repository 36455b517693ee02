using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Skills.Practice;

/// <summary>
/// Somebody to practise with, whose every word is data and whose every step follows from the seed and the agent's lines: the same lines always get the same
/// replies. They move with how they are treated, tell what they hide when they are asked kindly and trust enough, and say no line twice.
/// </summary>
public sealed class SimulatedDebtor
{
    /// <summary>Lines of the agent after which they have to go.</summary>
    public const int MostLines = 40;
    private const int Patience = 4;
    private const int MostToldAtOnce = 2;
    private const int Sway = 4;
    private const string Angry = "angry";
    private const int Heated = 30;
    private const string Verified = "verified";
    private static readonly (string Harm, string Occasion)[] Protests = [("insults", "protests_insult"), ("threatens", "protests_threat"), ("discloses", "objects_disclosure"), ("presses", "protests_pressure"), ("over_promises", "doubts_promise")];

    private static readonly string[] Causes = ["promise", "health", "claim", "transaction", "contact"];
    private static readonly string[] Kindness = ["sympathy", "reflects", "gives_reason", "supports", "crisis_care"];

    private readonly Scenario scenario;
    private readonly People people;
    private readonly AgentEar ear;
    private readonly DateOnly day;
    private readonly int difficulty;
    private readonly int seed;
    private readonly Persona persona;
    private readonly Spoken spoken;
    private readonly HashSet<string> heardBefore = [];
    private readonly Dictionary<string, int> actsSoFar = [];
    private readonly HashSet<string> told = [];
    private readonly HashSet<string> traps = [];
    private readonly HashSet<string> reached = [];
    private Random chance;
    private Mood mood;
    private int lines;
    private int emptyInARow;
    private bool hasCountered;

    /// <summary>A person at the start of a talk.</summary>
    /// <param name="scenario">Who.</param>
    /// <param name="people">How people react.</param>
    /// <param name="ear">Hears the agent.</param>
    /// <param name="seed">Chooses wordings, interruptions and the mood's first sway.</param>
    /// <param name="difficulty">1 to 5.</param>
    /// <param name="day">The day of the talk.</param>
    public SimulatedDebtor(Scenario scenario, People people, AgentEar ear, int seed, int difficulty, DateOnly day)
    {
        (this.scenario, this.people, this.ear, this.seed, this.difficulty, this.day) = (scenario, people, ear, seed, difficulty, day);
        persona = people.Personas[scenario.Persona];
        chance = new Random(seed);
        mood = scenario.Mood.Moved(new(Shift(), Shift(), Shift(), Shift()), 1, 1);
        // Below some anger even an angry person speaks as anybody does.
        spoken = new(scenario, people.Words[scenario.Locale], () => scenario.Persona != Angry || mood.Anger >= Heated);
        Opening = spoken.Of(scenario.Opening, chance)!;
        Meant.Add(new[] { scenario.OpeningMeans ?? people.MeansByOpening.GetValueOrDefault(scenario.Family) }.OfType<string>().ToHashSet());

        int Shift() => chance.Next(-Sway, Sway + 1);
    }

    /// <summary>First words.</summary>
    public string Opening { get; }

    /// <summary>The mood now.</summary>
    public Mood Mood => mood;

    /// <summary>What the talk has reached: goals and <c>agreed</c>.</summary>
    public IReadOnlySet<string> Reached => reached;

    /// <summary>Facts told.</summary>
    public IReadOnlySet<string> Told => told;

    /// <summary>The instalment or payment agreed to; null where nothing was.</summary>
    public decimal? Agreed { get; private set; }

    /// <summary>Lines of the agent, from 1, that pressed for more than can be paid, after the means were told.</summary>
    public List<int> Unaffordable { get; } = [];

    /// <summary>What each of their turns means, the opening first.</summary>
    public List<IReadOnlySet<string>> Meant { get; } = [];

    /// <summary>Why it is over; null while it goes on.</summary>
    public string? Ended { get; private set; }

    /// <summary>The context in which the next line of the agent is heard.</summary>
    public ReviewContext Context => PracticeFacts.Context(scenario, day, reached.Contains(Verified));

    /// <summary>Answers a line.</summary>
    /// <exception cref="InvalidOperationException">The talk is over.</exception>
    public DebtorReply Answer(string text)
    {
        if (Ended is not null)
            throw new InvalidOperationException("The talk is over.");
        chance = new Random(unchecked((seed * 7919) + (++lines * 104729)));
        var isRepeated = !heardBefore.Add(new string([.. Plain.Text(text).Where(char.IsLetterOrDigit)])) && text.Any(char.IsLetterOrDigit);
        var heard = isRepeated ? new(new HashSet<string>(), new HashSet<string>(), [], false, false) : ear.Hear(text, Context);
        Move(heard, isRepeated);
        var answer = new Answer(spoken, chance);
        if (isRepeated)
            answer.Say("repeats_you");
        else if (heard.Harms.Count > 0)
            Protest(heard, answer);
        else if (heard.IsJumble)
            answer.Say("confused_by");
        else
            Respond(heard, answer);
        return End(heard, text, answer);
    }

    private void Move(HeardLine heard, bool isRepeated)
    {
        var (kind, harm) = (persona.Kind * people.KindByDifficulty[difficulty - 1], persona.Harm * people.HarmByDifficulty[difficulty - 1]);
        IEnumerable<string> moving = isRepeated ? ["repeats"] : heard.IsJumble ? ["jumble"] : heard.IsEmpty ? ["empty"] : heard.Acts.Concat(heard.Harms);
        foreach (var act in moving.Order(StringComparer.Ordinal))
        {
            if (!people.Moves.TryGetValue(act, out var by))
                continue;
            // Kindness said over and over says less each time; harm does not wear off.
            mood = mood.Moved(by, kind / (actsSoFar[act] = actsSoFar.GetValueOrDefault(act) + 1), harm);
        }

        emptyInARow = isRepeated || heard.IsJumble || heard.IsEmpty ? emptyInARow + 1 : 0;
    }

    private static void Protest(HeardLine heard, Answer answer) => answer.Say(Protests.First(one => heard.Harms.Contains(one.Harm)).Occasion);

    private void Respond(HeardLine heard, Answer answer)
    {
        if (scenario.Speaker == Speaker.ThirdParty)
            RespondForAnother(heard, answer);
        else
            Identify(heard, answer);
        Tell(heard, answer);
        if (scenario.Speaker == Speaker.Debtor)
            Negotiate(heard, answer);
        Acknowledge(heard, answer);
    }

    private void Identify(HeardLine heard, Answer answer)
    {
        if (reached.Contains(Verified) || !(heard.Acts.Contains("asks_identity") || heard.Acts.Contains("asks_factor")))
            return;
        if (!actsSoFar.ContainsKey("names_firm") && !actsSoFar.ContainsKey("names_self"))
            answer.Say("who_are_you");
        else if (!heard.Acts.Contains("asks_factor"))
            answer.Say("confirms");
        else if (answer.Say("gives_factor"))
            reached.Add(Verified);
    }

    private void RespondForAnother(HeardLine heard, Answer answer)
    {
        if (heard.Acts.Contains("asks_identity") || heard.Acts.Contains("asks_factor"))
            answer.Say("not_them");
        if (heard.Acts.Contains("asks_callback") || (reached.Contains("asked_for") && heard.Acts.Contains("next_step")))
        {
            if (!reached.Contains("message"))
                answer.Say("takes_message");
            reached.Add("message");
        }

        if (heard.Acts.Contains("asks_identity"))
            reached.Add("asked_for");
    }

    /// <summary>Tells what is asked for, or keeps it hidden.</summary>
    private void Tell(HeardLine heard, Answer answer)
    {
        var (count, again) = (0, false);
        foreach (var about in heard.Acts.Where(act => act.StartsWith("asks_", StringComparison.Ordinal)).Select(act => act["asks_".Length..]).Order(StringComparer.Ordinal))
        {
            var facts = scenario.Facts.Where(fact => fact.About == about).ToList();
            if (facts.Count == 0)
                continue;
            var next = facts.Find(fact => !told.Contains(fact.Id));
            if (next is null)
                again = true;
            else if (count < MostToldAtOnce && MayTell(next, heard) && answer.Say(next.Says, "tells:" + next.Id))
            {
                told.Add(next.Id);
                answer.Told.Add(next.Id);
                reached.UnionWith([about, .. Causes.Contains(about) ? ["cause"] : Array.Empty<string>()]);
                count++;
            }
            else if (count < MostToldAtOnce && !answer.Say(next.Before, "hides:" + next.Id))
                answer.Say("deflects");
        }

        // Asked for two things, they answer the one that is new.
        if (again && answer.IsEmpty)
            answer.Say("said_already");
    }

    private bool MayTell(HiddenFact fact, HeardLine heard) =>
        mood.Trust >= fact.Trust && (!fact.Verified || reached.Contains(Verified)) && (!persona.NeedsKindness || fact.Trust == 0 || heard.Acts.Overlaps(Kindness));

    /// <summary>Weighs an instalment or a payment that is named to them.</summary>
    private void Negotiate(HeardLine heard, Answer answer)
    {
        if (scenario.Outcome is not ("plan" or "promise") || heard.Amounts.Count == 0 || !reached.Contains(Verified))
            return;
        var isOffer = heard.Acts.Contains("offers_plan") || heard.Acts.Contains("instalments");
        if (!isOffer && scenario.Outcome == "plan" && Agreed is null)
            return;
        // A figure told with no day to it proposes nothing.
        if (scenario.Outcome == "promise" && !isOffer && !heard.Acts.Overlaps(["names_date", "due_day", "pays_how"]))
            return;
        var amount = heard.Amounts[0];
        if (Agreed is { } agreed && amount == agreed && (heard.Acts.Contains("names_date") || heard.Acts.Contains("due_day")))
        {
            answer.Say("confirms");
            reached.UnionWith(["agreed", scenario.Outcome]);
            return;
        }

        var isTermed = scenario.Outcome == "promise" ? heard.Acts.Contains("names_date") || heard.Acts.Contains("due_day")
            : (heard.Acts.Contains("names_duration") || heard.Acts.Contains("names_count") || heard.Acts.Contains("instalments")) && (heard.Acts.Contains("names_date") || heard.Acts.Contains("due_day"));
        if (amount > scenario.Finances.CanPay.Amount)
        {
            var isKnown = scenario.Facts.Any(fact => fact.About is "means" or "wish" && told.Contains(fact.Id));
            if (isKnown)
                Unaffordable.Add(lines);
            spoken.Set("offered", heard.Amounts[0].ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
            answer.Say("too_high");
            if (isKnown && !hasCountered)
                hasCountered = answer.Say("counters");
        }
        else if (!isTermed)
            answer.Say("asks_terms");
        else if (mood.Trust < persona.AcceptsAt)
            answer.Say("thinks");
        else if (answer.Say("accepts"))
            Agreed = amount;
    }

    /// <summary>What else the line brings about.</summary>
    private void Acknowledge(HeardLine heard, Answer answer)
    {
        Bring("tells_rights", "relieved_rights", "rights", "dispute");
        Bring("honours_stop", "relieved_stop", "stop");
        Bring("crisis_care", "holds_on", "safety");
        Bring("brings_person", null, "hand_off");
        Bring("explains_interest", "understood", "explain");
        Bring("supports", null, "hold");
        if (answer.IsEmpty && heard.Acts.Contains("sympathy"))
            answer.Say("thanks_sympathy");

        void Bring(string act, string? occasion, params string[] goals)
        {
            var isNew = goals.Any(goal => (scenario.Goals.Contains(goal) || scenario.Outcome == goal) && !reached.Contains(goal));
            if (!heard.Acts.Contains(act) || !isNew)
                return;
            reached.UnionWith(goals);
            if (occasion is not null)
                answer.Say(occasion);
        }
    }

    private DebtorReply End(HeardLine heard, string text, Answer answer)
    {
        if (mood.Anger >= scenario.LeavesAt)
            Leave("left", "leaves_angry");
        else if (lines >= MostLines || emptyInARow >= Patience)
            Leave("tired", "leaves_tired");
        else if (heard.IsEnd && heard.Harms.Count == 0)
            Leave("closed", "goodbye");
        if (Ended is null)
        {
            if (answer.IsEmpty)
                answer.Say(!text.Any(char.IsLetterOrDigit) || (persona.NeedsKindness && heard.IsEmpty) ? "silent" : heard.IsEmpty ? "impatient" : "asks_next");
            if (scenario.Traps.FirstOrDefault(trap => !traps.Contains(trap.Id) && lines >= trap.After) is { } trap && answer.Say(trap.Says, "trap:" + trap.Id))
                traps.Add(trap.Id);
            else if (chance.NextDouble() < persona.Interrupts + people.InterruptsByDifficulty[difficulty - 1])
                answer.Say("interrupts");
            // Whose words are used up has nothing left to say, and goes.
            if (answer.IsEmpty || answer.IsShort)
                Leave("tired", "leaves_tired");
        }

        Meant.Add(answer.Parts.Select(part => people.MeansByOccasion.GetValueOrDefault(part.Occasion)).Concat(answer.Told.Select(MeantBy)).OfType<string>().ToHashSet());
        return new(answer.Text(scenario.Locale), mood, Ended, answer.Told, answer.Parts);

        string? MeantBy(string id)
        {
            var about = scenario.Facts.First(fact => fact.Id == id).About;
            return people.MeansByFact.GetValueOrDefault($"{scenario.Family}/{about}") ?? people.MeansByFact.GetValueOrDefault(about);
        }

        void Leave(string why, string occasion)
        {
            Ended = why;
            answer.Clear();
            answer.Say(occasion);
        }
    }
}

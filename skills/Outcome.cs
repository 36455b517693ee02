namespace Assistant.Skills;

/// <summary>A typed value that a reply may say. Words can only be made from these: no value, no sentence.</summary>
public abstract record Value
{
    private Value() { }

    /// <summary>Money of the account or of a plan.</summary>
    public sealed record Amount(Money Money) : Value;

    /// <summary>A civil date in the bank's time zone.</summary>
    public sealed record Date(DateOnly Day) : Value;

    /// <summary>A time of day the person named.</summary>
    public sealed record Hour(TimeOnly Time) : Value;

    /// <summary>A month of a year, as of which something general was checked: no fact of an account.</summary>
    public sealed record Month(DateOnly Day) : Value;

    /// <summary>A moment, said in the bank's time zone to the minute.</summary>
    public sealed record Moment(DateTimeOffset At) : Value;

    /// <summary>A share in percent: 18.25 means 18.25 %.</summary>
    public sealed record Percent(decimal Share) : Value;

    /// <summary>A whole number of things: days, months, attempts.</summary>
    public sealed record Count(int Number) : Value;

    /// <summary>A length of time in whole months, said in years and months.</summary>
    public sealed record Span(int Months) : Value;

    /// <summary>A stretch of days, said short enough for a narrow table.</summary>
    public sealed record Period(DateOnly From, DateOnly To) : Value;

    /// <summary>A public telephone number from the policy files.</summary>
    public sealed record Phone(string Number) : Value;

    /// <summary>Telephone numbers of which any will do; said once where they are the same.</summary>
    public sealed record Phones(params IReadOnlyList<string> Numbers) : Value;

    /// <summary>A name from data (creditor, product, operator), shown as it stands.</summary>
    public sealed record Name(string Text) : Value;

    /// <summary>A name that differs by language, from the policy files.</summary>
    public sealed record LocalName(IReadOnlyDictionary<string, string> ByLocale) : Value;

    /// <summary>A number of ours or a masked tail of theirs: ticket, agreement, last four of a card.</summary>
    public sealed record Code(string Text) : Value;

    /// <summary>Another reply id, whose words stand in this place; it takes no values of its own.</summary>
    public sealed record Phrase(string ReplyId) : Value;

    /// <summary>A path on this host.</summary>
    public sealed record Link(string Path) : Value;
}

/// <summary>One sentence or paragraph to say: an id in <c>prompts/replies</c> and the values its placeholders take.</summary>
/// <param name="ReplyId">Key of the template, the same in every locale.</param>
/// <param name="Values">Placeholder name to value; exactly the names of the template.</param>
public sealed record Say(string ReplyId, params (string Name, Value Value)[] Values)
{
    /// <summary>Whether the outcome's card shows the same, so that a page with cards may leave these words out.</summary>
    public bool IsOnCard { get; init; }
}

/// <summary>A figure that was said, with where it came from.</summary>
/// <param name="Name">One of the fact names of the external contract, section 5.</param>
/// <param name="Value">Amount, date, percent, count or code.</param>
/// <param name="AsOf">The moment the figure was true.</param>
/// <param name="Source">Where it stands: <c>case/total_due</c>, <c>policy/...</c>, <c>agreement/A-...</c>.</param>
public sealed record Fact(string Name, Value Value, DateTimeOffset AsOf, string Source);

/// <summary>A button the person may press: its label's reply id and what pressing it means.</summary>
/// <param name="LabelId">Reply id of the label; takes no values unless given.</param>
/// <param name="Means">Intent id that pressing starts, or an answer word the open question knows.</param>
/// <param name="Values">Values of the label's placeholders.</param>
public sealed record Choice(string LabelId, string Means, params (string Name, Value Value)[] Values);

/// <summary>What a skill decided, complete: words to say, figures, effects to record, and what is now open.</summary>
public sealed record Outcome
{
    /// <summary>The skill that decided, as the trace names it.</summary>
    public required string Skill { get; init; }

    /// <summary>What it did, one word: answer, ask, offer, read_back, record, refuse, hand_off.</summary>
    public required string Action { get; init; }

    /// <summary>What to say, in order.</summary>
    public IReadOnlyList<Say> Says { get; init; } = [];

    /// <summary>Figures said, for the trace, the audit record and the guard.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>What must be written together with this turn.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>Rule ids that decided.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Buttons under the reply.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>The question now open; null keeps what was open, <see cref="Ask.Nothing"/> closes it.</summary>
    public Ask? Ask { get; init; }

    /// <summary>A card to show with the words, if the channel can.</summary>
    public Card? Card { get; init; }

    /// <summary>Intents that the words also look like and that were not meant: "1,000 a month, how long" offers nothing.</summary>
    public IReadOnlyCollection<string> NotAlso { get; init; } = [];

    /// <summary>Whether the simplest form of each reply is used.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Which of several wordings of a reply is used: the number of the turn, so that the same is not said twice in the same words.</summary>
    public int Turn { get; init; }

    /// <summary>The approved form in which each reply is worded, where one was chosen; by reply id.</summary>
    public IReadOnlyDictionary<string, string> Forms { get; init; } = new Dictionary<string, string>();

    /// <summary>The language the person has just asked for, if they have.</summary>
    public string? LocaleChosen => Effects.OfType<Effect.LocaleChosen>().LastOrDefault()?.Locale;

    /// <summary>Two outcomes in one reply: everything of this one, then everything of the next.</summary>
    public Outcome Then(Outcome next) => next with
    {
        Says = [.. Says, .. next.Says],
        Facts = [.. Facts, .. next.Facts],
        Effects = [.. Effects, .. next.Effects],
        Rules = [.. Rules.Union(next.Rules)],
        Ask = next.Ask ?? Ask,
        Card = next.Card ?? Card,
    };
}

/// <summary>A table of typed values shown with a reply; rendered as an Adaptive Card where the channel has them.</summary>
/// <param name="TitleId">Reply id of the title.</param>
/// <param name="Header">Reply ids of the column heads.</param>
/// <param name="Rows">One row a line; as many cells as heads. A <see cref="Value.Phrase"/> is a label.</param>
/// <param name="Link">A path to open from the card, with the reply id of its label.</param>
public sealed record Card(
    string TitleId, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<Value>> Rows, (string LabelId, string Path)? Link = null)
{
    /// <summary>Whether its cells are short enough to stay side by side on a phone, however many there are.</summary>
    public bool IsCompact { get; init; }

    /// <summary>A picture above the table.</summary>
    public Chart? Chart { get; init; }
}

/// <summary>A balance over time, drawn for eyes; everything in it stands in the table or the words as well.</summary>
/// <param name="TitleId">Reply id of its title, which is also read out in its place.</param>
/// <param name="Points">Days in order, with what is owed.</param>
public sealed record Chart(string TitleId, IReadOnlyList<(DateOnly Day, Money Owed)> Points);

namespace Assistant.Skills.Ledger;

/// <summary>What the run keeps in its books: charges, statements, stretches of interest.</summary>
public sealed partial class CardLedger
{
    private enum Part
    {
        Fees,
        Penalty,
        Interest,
        Purchase,
        Cash,
    }

    private sealed record Leg(DateOnly From, DateOnly Until, decimal Balance, DateOnly BilledOn, bool CountsLast)
    {
        public int Days => Until.DayNumber - From.DayNumber;

        public decimal Interest(decimal rate) => Balance * rate * Days;
    }

    private sealed class Statement(DateOnly closedOn, DateOnly dueOn, decimal balance, decimal minimum)
    {
        public DateOnly ClosedOn => closedOn;

        public DateOnly DueOn => dueOn;

        public decimal Balance => balance;

        public decimal Minimum => minimum;

        public required bool IsDue { get; init; }

        public required decimal PaidByDue { get; init; }

        public required decimal Paid { get; init; }

        public decimal Penalty { get; set; }

        public decimal PenaltyRate { get; set; }

        /// <summary>Minimums missed in a row up to this one.</summary>
        public int Missed { get; set; }
    }

    /// <summary>One charge, and how much of it was left from day to day.</summary>
    private sealed class Item(Part part, DateOnly day, DateOnly? bearsFrom, DateOnly closes, decimal amount)
    {
        private readonly List<(DateOnly Day, decimal Left)> changes = [(day, amount)];

        public Part Part => part;

        public DateOnly Day => day;

        public DateOnly? BearsFrom => bearsFrom;

        public DateOnly Closes { get; set; } = closes;

        public decimal Left => changes[^1].Left;

        public DateOnly LastChange => changes[^1].Day;

        public bool LostGrace { get; set; }

        public bool IsInstalment { get; init; }

        public bool IsPrincipal => part is Part.Purchase or Part.Cash;

        /// <summary>Purchases wait for their statement's due date; fees as well, where they bear interest at all.</summary>
        public bool HasGrace(CardTerms terms) => part == Part.Purchase || (part == Part.Fees && terms.ChargesInterestOnFees);

        public int Rank(bool principalFirst) => principalFirst ? IsPrincipal ? 0 : 4 - (int)part : Math.Min((int)part, (int)Part.Purchase);

        public void Pay(DateOnly on, decimal used)
        {
            if (used == 0m)
                return;
            if (changes[^1].Day == on)
                changes[^1] = (on, Left - used);
            else
                changes.Add((on, Left - used));
        }

        public decimal LeftOn(DateOnly on) => changes.LastOrDefault(change => change.Day <= on).Left;

        public IEnumerable<(DateOnly From, DateOnly Until, decimal Left)> Steps(DateOnly from, DateOnly end)
        {
            for (var i = 0; i < changes.Count; i++)
            {
                var since = changes[i].Day > from ? changes[i].Day : from;
                var until = i + 1 < changes.Count && changes[i + 1].Day < end ? changes[i + 1].Day : end;
                if (since < until)
                    yield return (since, until, changes[i].Left);
            }
        }
    }
}

namespace Assistant.Skills.Ledger;

/// <summary>
/// Recomputes an account from its lines and payments: an opening balance of nothing, every posting, every statement. The bank's own
/// interest and penalty lines are left out, because they are what is to be proved. Source of the regimes: regulation 5.1.
/// </summary>
public sealed partial class CardLedger
{
    private readonly History history;
    private readonly Func<DateOnly, CardTerms> termsOn;
    private readonly Contract contract;
    private readonly List<Item> items = [];
    private readonly List<Statement> statements = [];
    private readonly List<Leg> legs = [];
    private readonly List<(DateOnly Day, decimal Amount)> credits;
    private decimal credit;

    private CardLedger(History history, Contract contract, Func<DateOnly, CardTerms> termsOn)
    {
        this.history = history;
        this.contract = contract;
        this.termsOn = termsOn;
        credits = [.. history.Postings.Where(posting => IsCredit(posting) && IsCounted(posting)).Select(posting => (posting.Day, -posting.Amount.Amount))];
    }

    /// <summary>Runs an account from its first posting.</summary>
    /// <param name="history">All lines and payments; those after <paramref name="to"/> count only towards whether a statement was paid in time.</param>
    /// <param name="contract">Rates that the case file gives.</param>
    /// <param name="termsOn">Contract terms by the day a statement closes.</param>
    /// <param name="from">First day of the lines given back; the run itself always starts at the first posting.</param>
    /// <param name="to">Where the run ends; days after the last posting assume no more payments.</param>
    /// <exception cref="ArgumentException">No postings, or a window that ends before it starts.</exception>
    public static InterestProof Prove(History history, Contract contract, Func<DateOnly, CardTerms> termsOn, DateOnly? from, DateOnly to)
    {
        if (history.Postings.Count == 0)
            throw new ArgumentException("There are no statement lines and payments to compute from; import them first.", nameof(history));
        if (history.Postings.FirstOrDefault(posting => posting.Amount.Currency != history.Currency) is { } other)
            throw new ArgumentException($"A posting is in {other.Amount.Currency}, the account in {history.Currency}; each currency is an account of its own.", nameof(history));
        var first = history.Postings.Min(posting => posting.Day);
        if (to < (from ?? first))
            throw new ArgumentException("The window ends before it starts.", nameof(to));
        return new CardLedger(history, contract, termsOn).Run(from ?? first, first, to);
    }

    private InterestProof Run(DateOnly from, DateOnly first, DateOnly to)
    {
        var last = termsOn(to);
        var end = last.DayCount == DayCount.StartInEndIn ? to.AddDays(1) : to;
        var postings = new Queue<Posting>(history.Postings
            .Where(posting => posting.Day <= to && IsCounted(posting))
            .OrderBy(posting => posting.Day).ThenBy(IsCredit).ThenBy(posting => posting.Type).ThenByDescending(posting => posting.Amount).ThenBy(posting => posting.Closes));
        var closes = History.Closing(first, history.StatementDay);
        var start = first;
        for (; ; closes = History.Closing(closes.AddDays(1), history.StatementDay))
        {
            var terms = termsOn(closes);
            var boundary = terms.DayCount == DayCount.StartInEndIn ? closes.AddDays(1) : closes;
            while (postings.TryPeek(out var posting) && posting.Day <= closes)
                Post(postings.Dequeue());
            if (boundary > end)
            {
                Accrue(terms, start, end, closes);
                break;
            }

            Close(terms, closes, boundary, start, end);
            start = boundary;
        }

        return Answer(from, to, end, last);
    }

    /// <summary>The bank's own interest and penalty, and what it took back of them, are what is to be proved.</summary>
    private static bool IsCounted(Posting posting) => posting.Type is not (LineType.Interest or LineType.Penalty);

    private static bool IsCredit(Posting posting) => posting.Amount.Amount < 0m;

    private void Post(Posting posting)
    {
        if (IsCredit(posting))
        {
            Settle(posting.Day, -posting.Amount.Amount);
            return;
        }

        var part = posting.Type switch
        {
            LineType.InstFee or LineType.AnnualFee => Part.Fees,
            LineType.Cash => Part.Cash,
            _ => Part.Purchase,
        };
        Charge(new Item(part, posting.Day, part == Part.Cash ? posting.Day : null, posting.Closes < posting.Day ? History.Closing(posting.Day, history.StatementDay) : posting.Closes, posting.Amount.Amount)
        {
            IsInstalment = posting.Type == LineType.InstPrin,
        });
    }

    private void Charge(Item item)
    {
        items.Add(item);
        var used = Math.Min(credit, item.Left);
        credit -= used;
        item.Pay(item.Day, used);
    }

    /// <summary>
    /// A payment settles what is billed before what is not; up to the flip of the contract fees, penalty and interest before
    /// principal, from then on principal first. Where interest bears no interest, principal goes first at any time.
    /// </summary>
    private void Settle(DateOnly day, decimal amount)
    {
        var terms = termsOn(day);
        var principalFirst = !terms.Compounds || (OverdueSince(day) is { } since && day.DayNumber - since.DayNumber >= terms.AllocationFlipsAt);
        foreach (var item in items.Where(item => item.Left > 0m).OrderBy(item => item.Closes >= day).ThenBy(item => item.Rank(principalFirst)).ThenBy(item => item.Day))
        {
            var used = Math.Min(amount, item.Left);
            item.Pay(day, used);
            amount -= used;
            if (amount == 0m)
                return;
        }

        credit += amount;
    }

    /// <summary>The due date of the oldest minimum that is still not made up for.</summary>
    private DateOnly? OverdueSince(DateOnly day)
    {
        DateOnly? since = null;
        foreach (var statement in statements.Where(statement => statement.DueOn < day))
            since = statement.PaidByDue >= statement.Minimum ? null : since ?? statement.DueOn;
        return since;
    }

    private decimal Paid(DateOnly after, DateOnly until) => credits.Where(paid => paid.Day > after && paid.Day <= until).Sum(paid => paid.Amount);

    private void Close(CardTerms terms, DateOnly closes, DateOnly boundary, DateOnly start, DateOnly end)
    {
        var billed = Accrue(terms, start, boundary, closes);
        var penalty = statements.Count > 0 ? statements[^1].Penalty : 0m;
        if (billed != 0m)
            Charge(new Item(Part.Interest, closes, terms.Compounds ? boundary : null, closes, billed));
        if (penalty != 0m)
            Charge(new Item(Part.Penalty, closes, terms.ChargesInterestOnFees ? boundary : null, closes, penalty));
        items.RemoveAll(item => item.Left == 0m && item.LastChange < start && item.Closes < start);
        var dueOn = History.DueAfter(closes, history.DueDay);
        var statement = new Statement(closes, dueOn, items.Where(item => item.Closes <= closes).Sum(item => item.Left) - credit, MinimumOf(terms, closes))
        {
            IsDue = dueOn < end,
            PaidByDue = Paid(closes, dueOn),
            Paid = Paid(closes, dueOn.AddDays(terms.ToleranceDays)),
        };
        statements.Add(statement);
        if (statement.IsDue)
            Penalise(statement, terms);
    }

    private decimal MinimumOf(CardTerms terms, DateOnly closes)
    {
        decimal Left(Func<Item, bool> which) => items.Where(which).Sum(item => item.Left);
        Money In(decimal amount) => new(amount, history.Currency);
        var missed = 0m;
        if (statements.Count > 0 && statements[^1] is { } before)
            missed = Math.Max(0m, before.Minimum - Paid(before.ClosedOn, closes) - Left(item => !item.IsPrincipal && item.Day <= before.ClosedOn));
        var principal = Left(item => item.IsPrincipal);
        return terms.Minimum(new BalanceParts(In(principal), In(Left(item => !item.IsPrincipal)), In(Math.Min(missed, principal)))
        {
            Limit = contract.Limit,
            Instalments = In(Left(item => item.IsInstalment)),
        }, contract.MinimumShare).Amount;
    }

    private void Penalise(Statement statement, CardTerms terms)
    {
        var unpaid = statement.Minimum - statement.Paid;
        if (unpaid <= CardTerms.Of(terms.ToleranceAmount, history.Currency).Amount)
            return;
        statement.Missed = statements.Count > 1 ? statements[^2].Missed + 1 : 1;
        var (amount, rate) = terms.Penalty(new(statement.Minimum, history.Currency), new(statement.Paid, history.Currency), contract.PenaltyRate, statement.Missed - 1);
        (statement.Penalty, statement.PenaltyRate) = (amount.Amount, rate);
    }

    /// <summary>The interest that a statement bills: of what has borne since the one before, and, from their posting days, of purchases that just lost their grace.</summary>
    private decimal Accrue(CardTerms terms, DateOnly start, DateOnly end, DateOnly billedOn)
    {
        var before = statements.LastOrDefault();
        var failed = before is { IsDue: true } && before.Balance - before.Paid > CardTerms.Of(terms.ToleranceAmount, history.Currency).Amount ? before : null;
        var steps = new SortedDictionary<DateOnly, decimal>();
        foreach (var item in items)
        {
            if (!item.HasGrace(terms))
            {
                if (item.BearsFrom is { } bears)
                    Add(item, bears > start ? bears : start, null, 1m);
            }
            else if (item.LostGrace)
            {
                Add(item, start, null, 1m);
            }
            else if (before is { IsDue: true } && item.Closes <= before.ClosedOn)
            {
                if (failed is not null)
                {
                    Add(item, item.Day, failed, Math.Clamp((failed.Balance - failed.PaidByDue) / failed.Balance, 0m, 1m));
                    item.LostGrace = true;
                }
                else
                {
                    // What a paid statement leaves open, within the tolerance, is judged with the next one.
                    item.Closes = billedOn;
                }
            }
        }

        return Collect();

        void Add(Item item, DateOnly first, Statement? losing, decimal share)
        {
            foreach (var (day, until, left) in item.Steps(first, end))
            {
                if (losing is null || terms.Regime == InterestRegime.Full || day > losing.DueOn)
                {
                    Put(day, until, left);
                    continue;
                }

                var after = losing.DueOn.AddDays(1);
                Put(day, until < after ? until : after, terms.Regime == InterestRegime.UnpaidA ? item.LeftOn(losing.DueOn) : left * share);
                if (until > after)
                    Put(after, until, left);
            }
        }

        void Put(DateOnly day, DateOnly until, decimal left)
        {
            if (day >= until || left == 0m)
                return;
            steps[day] = steps.GetValueOrDefault(day) + left;
            steps[until] = steps.GetValueOrDefault(until) - left;
        }

        decimal Collect()
        {
            decimal sum = 0m, balance = 0m;
            DateOnly? since = null;
            foreach (var (day, change) in steps.Where(step => step.Value != 0m))
            {
                if (since is { } from && balance != 0m)
                {
                    var leg = new Leg(from, day, balance, billedOn, terms.DayCount == DayCount.StartInEndIn && day == end);
                    legs.Add(leg);
                    sum += leg.Interest(contract.DailyRate);
                }

                (balance, since) = (balance + change, day);
            }

            return Money.Round(sum, history.Currency).Amount;
        }
    }

    private InterestProof Answer(DateOnly from, DateOnly to, DateOnly end, CardTerms terms)
    {
        Money In(decimal amount) => Money.Round(amount, history.Currency);
        var lines = legs.Where(leg => leg.Until > from).Select(leg => leg.From >= from ? leg : leg with { From = from }).ToList();
        var running = legs.Where(leg => statements.Count == 0 || leg.BilledOn > statements[^1].ClosedOn).Sum(leg => leg.Interest(contract.DailyRate));
        var pending = statements.Count > 0 && statements[^1].IsDue ? statements[^1].Penalty : 0m;
        Money Owed(params Part[] parts) => In(items.Where(item => parts.Contains(item.Part)).Sum(item => item.Left));
        var figures = statements.Select(statement => new StatementFigures(
            statement.ClosedOn, statement.DueOn, In(statement.Balance), In(statement.Minimum), In(statement.Paid), statement.IsDue)
        {
            Penalty = In(statement.Penalty), PenaltyRate = statement.PenaltyRate == 0m ? contract.PenaltyRate : statement.PenaltyRate,
            PenaltyFloor = CardTerms.Of(termsOn(statement.ClosedOn).PenaltyFloor, history.Currency),
        }).ToList();
        return new InterestProof
        {
            From = from,
            To = to,
            Terms = terms,
            Rate = contract.DailyRate,
            Lines = [.. lines.Select(leg => new ProofLine(leg.From, leg.CountsLast ? leg.Until.AddDays(-1) : leg.Until, leg.Days, In(leg.Balance), contract.DailyRate, leg.Interest(contract.DailyRate), leg.BilledOn))],
            Interest = In(lines.GroupBy(leg => leg.BilledOn).Sum(group => In(group.Sum(leg => leg.Interest(contract.DailyRate))).Amount)),
            Statements = figures,
            Due = [.. figures.Where(statement => statement.IsDue && statement.DueOn >= from)],
            Owed = new(Owed(Part.Purchase, Part.Cash), Owed(Part.Interest) + In(running), Owed(Part.Penalty) + In(pending), Owed(Part.Fees), In(credit)),
        };
    }
}

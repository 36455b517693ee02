using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>One fold of one agreement: rows first, then its status, then what is new.</summary>
internal sealed class AgreementFold(AgreementRecord before, PlanMoney money, PlanPack pack, DateOnly today)
{
    private readonly List<Instalment> original = [.. AgreementLife.Original(before).OrderBy(row => row.Seq)];
    private readonly List<Line> lines = [];
    private readonly List<LifeEvent> events = [];

    public AgreementState Run()
    {
        var settledOn = SettledOn();
        LayOut(settledOn);
        var rows = lines.ConvertAll(line => line.Row);
        var downPaid = Money.Min(money.Final, before.DownPayment);
        var ends = before.NoticeOn is { } noticeOn ? AgreementLife.NoticeEnds(before, noticeOn, pack) : (DateOnly?)null;
        var curedOn = before.NoticeOn is { } given ? CuredOn(given) : null;
        // Broken is for good, unless money valued in time shows that it never should have been.
        if (before.Status == AgreementStatus.Broken && !(curedOn <= ends))
            return new(before, []) { NoticeEndsOn = ends };
        NoteRows(rows);
        var after = Status(before with { Rows = rows, DownPaid = downPaid, EndedOn = null }, settledOn, ends, curedOn);
        return new(after, events)
        {
            Surplus = money.Final - after.Received,
            TakenBackBefore = money.TakenBackBefore,
            NoticeEndsOn = after.NoticeOn is { } standing ? AgreementLife.NoticeEnds(before, standing, pack) : null,
        };
    }

    /// <summary>The first day on which everything that could be asked for on that day was paid, and stayed so.</summary>
    private DateOnly? SettledOn() => money.Days
        .Where(entry => entry.Balance >= AgreementLife.Charged(before, entry.Day) && money.CoveredSince(AgreementLife.Charged(before, entry.Day)) <= entry.Day)
        .Select(entry => (DateOnly?)entry.Day).FirstOrDefault();

    /// <summary>Every row with its share of the money; the first missed one moves to the end, where the pack and the law allow it.</summary>
    private void LayOut(DateOnly? settledOn)
    {
        var down = before.DownPayment;
        Instalment? appended = null;
        foreach (var row in original)
        {
            var saved = settledOn is { } day ? row.Interest - AgreementLife.InterestUsed(before, row, day) : money.Zero;
            var deadline = Deadline(row);
            var wasMissed = today > deadline && money.At(deadline) < down + row.Amount - saved;
            var appendedOn = before.Rows.FirstOrDefault(onFile => onFile.IsAppended)?.DueOn ?? AgreementLife.MonthAfter(original);
            if (wasMissed && appended is null && MayAppend(appendedOn))
            {
                var paid = Within(money.At(deadline) - down, row.Amount);
                appended = Moved(row, paid, appendedOn);
                down = Add(row with { LeftOut = row.Amount - paid }, new(down, deadline, wasMissed));
            }
            else
            {
                down = Add(row with { LeftOut = saved }, new(down, deadline, wasMissed));
            }
        }

        if (appended is { } last)
            Add(last, new(down, Deadline(last), today > Deadline(last) && money.At(Deadline(last)) < down + last.Amount));
    }

    /// <summary>Gives a row what is left for it.</summary>
    /// <returns>Everything to be paid up to and with this row.</returns>
    private Money Add(Instalment row, Place place)
    {
        var due = row.Amount - row.LeftOut;
        var through = place.Down + due;
        var coveredSince = money.CoveredSince(through);
        var paid = Within(money.Final - place.Down, due);
        var isMoved = place.WasMissed && row.LeftOut.IsPositive;
        var status = isMoved ? InstalmentStatus.Missed
            : coveredSince is not null ? InstalmentStatus.Paid
            : today > place.Deadline ? InstalmentStatus.Missed
            : paid.IsPositive ? InstalmentStatus.Part : InstalmentStatus.Due;
        lines.Add(new(row with { Paid = paid, Status = status, PaidOn = status == InstalmentStatus.Paid ? coveredSince : null }, through, place));
        return through;
    }

    private bool MayAppend(DateOnly dueOn) =>
        pack.AppendsMissed && !before.IsSettlement && original.Count > 1 && dueOn <= before.AcceptedOn.AddMonths(PlanPack.LegalMaxMonths);

    /// <summary>What is left of a missed row, as a row at the end; a payment covers a row's interest before its principal.</summary>
    private Instalment Moved(Instalment row, Money paid, DateOnly dueOn)
    {
        var interest = row.Interest - Money.Min(row.Interest, paid);
        return new(original[^1].Seq + 1, dueOn, row.Amount - paid - interest, interest) { IsAppended = true };
    }

    /// <summary>Last day to pay a row: its own, or the day the agreement came into force, with the days of grace, counted anew after a hold.</summary>
    private DateOnly Deadline(Instalment row)
    {
        var due = AgreementLife.Later(row.DueOn, before.ActiveFrom);
        var deadline = due.AddDays(pack.MissGraceDays);
        foreach (var hold in before.Holds.OrderBy(hold => hold.From).Where(hold => hold.Until >= due && hold.From <= deadline))
            deadline = AgreementLife.Later(deadline, hold.Until.AddDays(pack.MissGraceDays));
        return deadline;
    }

    private AgreementRecord Status(AgreementRecord after, DateOnly? settledOn, DateOnly? noticeEnds, DateOnly? curedOn)
    {
        if (before.Status == AgreementStatus.Paused && !before.Holds.Any(hold => hold.Until >= today))
        {
            Note(LifeEventKind.Resumed, before: "PAUSED", after: "ACTIVE");
            after = after with { Status = AgreementStatus.Active };
        }

        if (settledOn is { } day)
        {
            Note(LifeEventKind.Completed, after: AgreementLife.Day(day));
            return after with { Status = AgreementStatus.Completed, EndedOn = day, NoticeOn = null };
        }

        if (curedOn is { } cured && cured <= noticeEnds)
        {
            Note(LifeEventKind.Cured, before: AgreementLife.Day(before.NoticeOn!.Value), after: AgreementLife.Day(cured));
            after = after with { Status = after.Status == AgreementStatus.Broken ? AgreementStatus.Active : after.Status, NoticeOn = null };
        }

        if (after.Status != AgreementStatus.Active)
            return after;
        if (after.NoticeOn is not null && today > noticeEnds)
        {
            Note(LifeEventKind.Broken, before: "ACTIVE", after: "BROKEN");
            return after with { Status = AgreementStatus.Broken, EndedOn = today };
        }

        if (after.NoticeOn is not null || !OwesForManyInARow())
            return after;
        Note(LifeEventKind.Notice, before: after.Arrears.ToWire(), after: AgreementLife.Day(AgreementLife.NoticeEnds(before, today, pack)));
        return after with { NoticeOn = today };
    }

    /// <summary>The day since which everything that was missed when the notice was given is paid.</summary>
    private DateOnly? CuredOn(DateOnly noticeOn)
    {
        var missed = lines.Where(line => line.Place.Deadline < noticeOn && (line.Place.WasMissed || money.At(noticeOn) < line.Through)).ToList();
        return missed.Count == 0 ? noticeOn : money.CoveredSince(missed.Max(line => line.Through));
    }

    /// <summary>As many missed rows one after the other as the pack bears, with something still to be paid on them; a settlement bears none, and no plan more than it has.</summary>
    private bool OwesForManyInARow()
    {
        var (run, owed) = (0, money.Zero);
        foreach (var row in lines.Select(line => line.Row))
        {
            (run, owed) = row.Status == InstalmentStatus.Missed ? (run + 1, owed + row.Outstanding) : (0, money.Zero);
            if (run >= Math.Min(pack.BrokenAfterMissed, before.IsSettlement ? 1 : original.Count) && owed.IsPositive)
                return true;
        }

        return false;
    }

    /// <summary>What is new on the rows since the record.</summary>
    private void NoteRows(List<Instalment> rows)
    {
        foreach (var row in rows)
        {
            var onFile = before.Rows.FirstOrDefault(old => old.Seq == row.Seq);
            if (row.IsAppended && onFile?.Amount != row.Amount)
                Note(LifeEventKind.Appended, row.Seq, onFile?.Amount.ToWire(), row.Amount.ToWire());
            var (status, paid) = onFile is null ? (InstalmentStatus.Due, money.Zero) : (onFile.Status, onFile.Paid);
            LifeEventKind? kind = row switch
            {
                _ when row.Status == status && row.Paid == paid => null,
                { Status: InstalmentStatus.Paid } when status != InstalmentStatus.Paid => LifeEventKind.Paid,
                { Status: InstalmentStatus.Missed } when status != InstalmentStatus.Missed => LifeEventKind.Missed,
                _ when row.Paid > paid => LifeEventKind.Part,
                _ => LifeEventKind.Reversed,
            };
            if (kind is { } known)
                Note(known, row.Seq, paid.ToWire(), row.Paid.ToWire());
        }

        foreach (var gone in before.Rows.Where(old => rows.TrueForAll(row => row.Seq != old.Seq)))
            Note(LifeEventKind.Reversed, gone.Seq, gone.Amount.ToWire(), money.Zero.ToWire());
    }

    private void Note(LifeEventKind kind, int? instalment = null, string? before = null, string? after = null) => events.Add(new(kind, instalment, before, after));

    private Money Within(Money amount, Money most) => Money.Max(money.Zero, Money.Min(amount, most));

    /// <summary>Where a row stands in the order of payment.</summary>
    /// <param name="Down">Everything to be paid before it.</param>
    /// <param name="Deadline">Last day to pay it.</param>
    /// <param name="WasMissed">Whether it was not paid on that day.</param>
    private sealed record Place(Money Down, DateOnly Deadline, bool WasMissed);

    private sealed record Line(Instalment Row, Money Through, Place Place);
}

using Assistant.Skills;
using Assistant.Skills.Ledger;
using Assistant.Skills.Policy;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.Support;

/// <summary>Accounts and wishes of every kind.</summary>
public static class PlanCases
{
    public static Arbitrary<(Account Account, Wish Wish)> Any => (
        from account in Accounts
        from wish in Wishes
        select (account, wish.DownPayment is { } down && down >= account.Total ? wish with { DownPayment = null } : wish)).ToArbitrary();

    private static Gen<Account> Accounts =>
        from balance in Gen.Frequency((5, Gen.Choose(1, 300_000_00)), (1, Gen.Choose(1, 1_000_00)))
        from due in Gen.Choose(0, 100)
        from days in Gen.Elements(-10, 0, 1, 12, 30, 31, 60, 61, 90, 91, 120, 150, 151, 180, 181, 900)
        from approved in Gen.Choose(0, 3)
        from flags in Gen.Choose(0, 19)
        let total = new Money(balance / 100m, "CNY")
        let file = MadeUp.File(total) with
        {
            DueDate = MadeUp.Today.AddDays(-days),
            MinPayment = Money.Round(total.Amount * due / 100m, "CNY"),
            PreApproved = [.. Enumerable.Range(1, approved).Select(n => new PreApproved(Money.Round(total.Amount * (10 - n) / 10m, "CNY"), Money.Round(total.Amount * n / 10m, "CNY")))],
            WaiverBan = flags == 1,
            ChargedOff = flags == 2,
            Instalment6M = flags == 3,
            DisputeFlag = flags == 4,
        }
        select Account.Of(file, [], MadeUp.View);

    private static Gen<Wish> Wishes =>
        from monthly in Maybe(Gen.Choose(1, 20_000_00))
        from months in Maybe(Gen.Choose(1, 60))
        from payday in Maybe(Gen.Choose(1, 31))
        from firstDue in Maybe(Gen.Choose(1, 30))
        from down in Maybe(Gen.Choose(1, 5_000_00))
        from income in Maybe(Gen.Choose(1, 30_000_00))
        from essentials in Gen.Choose(1, 20_000_00)
        from people in Maybe(Gen.Choose(1, 8))
        from reason in Gen.Elements(null, null, null, "illness", Wish.StepReason)
        select new Wish
        {
            Monthly = Cents(monthly),
            Months = months,
            Payday = payday,
            FirstDueOn = firstDue is { } days ? MadeUp.Today.AddDays(days) : null,
            DownPayment = Cents(down),
            Income = Cents(income),
            Essentials = income is null ? null : Cents(essentials),
            HouseholdSize = people,
            Reason = reason,
        };

    private static Gen<int?> Maybe(Gen<int> number) => Gen.Frequency((1, Gen.Constant((int?)null)), (1, number.Select(n => (int?)n)));

    private static Money? Cents(int? cents) => cents is { } known ? new Money(known / 100m, "CNY") : null;
}

using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Skills;

public sealed class IdentityTests
{
    private static readonly FactorsOnFile One = new("C1", "123X", "2210");
    private static readonly FactorsOnFile Two = new("C2", "123X", "9934");

    [Theory]
    [InlineData(null, "123X", null, IdentityResult.NeedsReference)]
    [InlineData("C1", null, null, IdentityResult.NeedsIdLast4)]
    [InlineData("C1", "123X", null, IdentityResult.Passed)]
    [InlineData("C1", "123x", null, IdentityResult.Passed)] // case of the letter does not matter
    [InlineData("C1", "1234", null, IdentityResult.Failed)]
    [InlineData("C1", "123X", "0000", IdentityResult.Failed)] // a wrong card is wrong even where it was not needed
    public void Factors_are_checked_against_one_case(string? reference, string? id, string? card, IdentityResult result) =>
        Identity.Check(new Claim(reference, id, card), [One], null).Result.ShouldBe(result);

    [Fact]
    public void An_unknown_case_fails_like_a_wrong_factor() => Identity.Check(new Claim("C9", "123X"), [], null).ShouldBe((IdentityResult.Failed, null));

    [Fact]
    public void Several_cases_of_a_mobile_need_the_card()
    {
        Identity.Check(new Claim("138", "123X"), [One, Two], null).Result.ShouldBe(IdentityResult.NeedsCardLast4);
        Identity.Check(new Claim("138", "123X", "9934"), [One, Two], null).Proof!.CaseNo.ShouldBe("C2");
        Identity.Check(new Claim("138", "123X", "1111"), [One, Two], null).Result.ShouldBe(IdentityResult.Failed);
    }

    [Fact]
    public void A_bank_token_of_one_case_never_proves_another() => Identity.Check(new Claim("C1", "123X"), [One], "C2").Result.ShouldBe(IdentityResult.Failed);

    [Theory]
    [InlineData(0, true)]
    [InlineData(15, true)] // exactly fifteen minutes still holds
    [InlineData(16, false)]
    [InlineData(-600, true)] // a clock set back is no idling
    public void Proof_lapses_by_idle_minutes(int minutes, bool holds) =>
        (Identity.Renew("C1", MadeUp.View.Now, MadeUp.View.Now.AddMinutes(minutes)) is not null).ShouldBe(holds);

    [Fact]
    public void A_proof_opens_only_its_own_case()
    {
        var other = new SealedCase(MadeUp.Account("100"), () => throw new InvalidOperationException("nobody asked"), CaseHistory.None, MadeUp.NoLines, []);
        Should.Throw<InvalidOperationException>(() => Identity.Open(other, Identity.FromBank("C2")));
        Identity.Open(other, Identity.FromBank("T1")).Account.Total.ToWire().ShouldBe("100.00");
    }

    [Fact]
    public void People_and_factors_print_as_stars()
    {
        var holder = new Holder("陈晓明", "13800001001", "123X");
        foreach (var text in new[] { holder.ToString(), One.ToString(), new Claim("C1", "123X").ToString(), $"{new SealedCase(MadeUp.Account("1"), () => holder, CaseHistory.None, MadeUp.NoLines, [])}" })
            text.ShouldNotContain("123X");
    }
}

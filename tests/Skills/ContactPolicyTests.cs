using Assistant.Skills.Conduct;

namespace Assistant.Tests.OfSkills;

public sealed class ContactPolicyTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly ContactLimits China = new(new(22, 0), new(8, 0), 6, 3, null, null, "cn.contact.hours", "cn.contact.frequency", null);
    private static readonly ContactLimits America = new(new(21, 0), new(8, 0), null, null, 7, 7, "us.contact.hours", "us.contact.seven-in-seven", "us.contact.after-conversation");

    [Theory]
    [InlineData("2026-11-20T07:59:00+08:00", "2026-11-20T08:00:00+08:00")] // a minute early
    [InlineData("2026-11-20T08:00:00+08:00", null)] // the first allowed
    [InlineData("2026-11-20T21:59:00+08:00", null)] // the last allowed
    [InlineData("2026-11-20T22:00:00+08:00", "2026-11-21T08:00:00+08:00")] // waits for the morning
    public void Nobody_is_reached_at_night(string at, string? next)
    {
        var verdict = ContactPolicy.Check(Wish(at), China);
        verdict.IsAllowed.ShouldBe(next is null);
        verdict.NextAllowed.ShouldBe(DateTimeOffset.Parse(next ?? at, null));
    }

    [Fact]
    public void The_hour_is_the_persons_own()
    {
        // Nine in the evening in Shanghai is eight in the morning in New York, and an hour earlier it is night there.
        ContactPolicy.Check(Wish("2026-11-20T21:00:00+08:00") with { Jurisdiction = "US", Zone = NewYork }, America).IsAllowed.ShouldBeTrue();
        ContactPolicy.Check(Wish("2026-11-20T20:59:00+08:00") with { Jurisdiction = "US", Zone = NewYork }, America).Rules.ShouldBe(["us.contact.hours"]);
    }

    [Fact]
    public void A_letter_lies_until_morning_and_consent_opens_the_night()
    {
        ContactPolicy.Check(Wish("2026-11-20T23:00:00+08:00") with { Channel = "letter" }, China).IsAllowed.ShouldBeTrue();
        ContactPolicy.Check(Wish("2026-11-20T23:00:00+08:00", "night_contact_consent"), China).IsAllowed.ShouldBeTrue();
        ContactPolicy.Check(Wish("2026-11-20T23:00:00+08:00", "night_contact_consent", "night_contact_declined"), China).IsAllowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(2, 0, true)] // the third answered call
    [InlineData(3, 0, false)] // a fourth
    [InlineData(1, 2, false)] // two of another agency count
    public void Three_answered_calls_a_day_are_the_most_whoever_made_them(int own, int others, bool allowed)
    {
        var verdict = ContactPolicy.Check(Wish("2026-11-20T15:00:00+08:00") with { Past = Calls("2026-11-20T09:00:00+08:00", own, answered: true), OthersToday = others }, China);
        verdict.IsAllowed.ShouldBe(allowed);
        verdict.NextAllowed.ShouldBe(DateTimeOffset.Parse(allowed ? "2026-11-20T15:00:00+08:00" : "2026-11-21T08:00:00+08:00", null));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Six_attempts_a_day_by_one_means_are_the_most(int attempts, bool allowed) =>
        ContactPolicy.Check(Wish("2026-11-20T15:00:00+08:00") with { Past = Calls("2026-11-20T09:00:00+08:00", attempts, answered: false) }, China).IsAllowed.ShouldBe(allowed);

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Seven_calls_in_seven_days_are_the_most_in_America(int calls, bool allowed)
    {
        var past = Enumerable.Range(0, calls).Select(i => new PastContact(DateTimeOffset.Parse("2026-11-14T15:00:00-05:00", null).AddDays(i), "call", false, false)).ToList();
        var verdict = ContactPolicy.Check(America20() with { Past = past }, America);
        verdict.IsAllowed.ShouldBe(allowed);
        if (!allowed)
            verdict.NextAllowed.ShouldBe(DateTimeOffset.Parse("2026-11-21T08:00:00-05:00", null)); // the first of them is a week old
    }

    [Fact]
    public void After_a_conversation_nobody_calls_for_seven_days_the_day_of_it_being_the_first()
    {
        // Talked on the 8th: the next call is on the 15th.
        var talk = new PastContact(DateTimeOffset.Parse("2026-09-08T15:00:00-04:00", null), "call", true, true);
        var early = ContactPolicy.Check(America20() with { At = DateTimeOffset.Parse("2026-09-14T15:00:00-04:00", null), Past = [talk] }, America);
        early.Rules.ShouldBe(["us.contact.after-conversation"]);
        early.NextAllowed.ShouldBe(DateTimeOffset.Parse("2026-09-15T08:00:00-04:00", null));
        ContactPolicy.Check(America20() with { At = DateTimeOffset.Parse("2026-09-15T08:00:00-04:00", null), Past = [talk] }, America).IsAllowed.ShouldBeTrue();
        ContactPolicy.Check(America20() with { At = DateTimeOffset.Parse("2026-09-10T15:00:00-04:00", null), Channel = "letter", Past = [talk] }, America).IsAllowed.ShouldBeTrue("calls only");
    }

    [Fact]
    public void The_hours_a_person_asked_for_are_kept()
    {
        var wish = Wish("2026-11-20T10:00:00+08:00") with { Window = (new(18, 0), new(20, 0)) };
        var verdict = ContactPolicy.Check(wish, China);
        verdict.Rules.ShouldBe(["contact.window"]);
        verdict.NextAllowed.ShouldBe(DateTimeOffset.Parse("2026-11-20T18:00:00+08:00", null));
        ContactPolicy.Check(wish with { At = verdict.NextAllowed!.Value }, China).IsAllowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("do_not_contact", "protection.stop-contact")]
    [InlineData("deceased", "protection.deceased")]
    [InlineData("represented_by_lawyer", "protection.lawyer")]
    [InlineData("crisis_signal", "vulnerability.pressing")]
    public void What_a_person_must_lift_has_no_next_moment(string flag, string rule)
    {
        var verdict = ContactPolicy.Check(Wish("2026-11-20T15:00:00+08:00", flag), China);
        verdict.Rules.ShouldBe([rule]);
        verdict.NextAllowed.ShouldBeNull();
        ContactPolicy.Check(Wish("2026-11-20T15:00:00+08:00", flag, "debtor_initiated"), China).IsAllowed.ShouldBeTrue("their own question is answered");
    }

    [Fact]
    public void A_third_party_is_reached_only_to_find_the_person_and_never_after_a_refusal()
    {
        var wish = Wish("2026-11-20T15:00:00+08:00") with { Audience = Audience.ThirdParty };
        ContactPolicy.Check(wish, China).Rules.ShouldBe(["disclosure.third-party"]);
        ContactPolicy.Check(wish with { Flags = Flags("debtor_unreachable") }, China).IsAllowed.ShouldBeTrue();
        ContactPolicy.Check(wish with { Flags = Flags("debtor_unreachable", "contact_person_refused") }, China).Rules.ShouldBe(["third-party.again"]);
    }

    [Fact]
    public void A_recalled_case_is_contacted_no_more() =>
        ContactPolicy.Check(Wish("2026-11-20T15:00:00+08:00") with { LastDay = new(2026, 11, 19) }, China).ShouldSatisfyAllConditions(
            verdict => verdict.Rules.ShouldBe(["contact.recalled"]), verdict => verdict.NextAllowed.ShouldBeNull());

    [Fact]
    public void The_next_moment_is_always_an_allowed_one()
    {
        // Every hour of a week, with every mixture of counters: what is promised as the next moment is granted when it comes.
        for (var hour = 0; hour < 24 * 7; hour++)
        {
            foreach (var calls in new[] { 0, 3, 6, 9 })
            {
                var wish = America20() with { At = DateTimeOffset.Parse("2026-11-20T00:30:00-05:00", null).AddHours(hour), Past = Calls("2026-11-19T10:00:00-05:00", calls, answered: calls == 3), OthersSevenDays = calls / 3 };
                var verdict = ContactPolicy.Check(wish, America);
                verdict.NextAllowed.ShouldNotBeNull();
                ContactPolicy.Check(wish with { At = verdict.NextAllowed.Value, OthersSevenDays = 0 }, America).IsAllowed.ShouldBeTrue($"{wish.At}, {calls} calls, then {verdict.NextAllowed}");
            }
        }
    }

    private static ContactWish Wish(string at, params string[] flags) => new() { Jurisdiction = "CN", At = DateTimeOffset.Parse(at, null), Zone = Shanghai, Channel = "call", Flags = Flags(flags) };

    private static ContactWish America20() => new() { Jurisdiction = "US", At = DateTimeOffset.Parse("2026-11-20T16:00:00-05:00", null), Zone = NewYork, Channel = "call" };

    private static Dictionary<string, string> Flags(params string[] flags) => flags.ToDictionary(flag => flag, _ => "");

    private static List<PastContact> Calls(string from, int count, bool answered) => [.. Enumerable.Range(0, count).Select(i => new PastContact(DateTimeOffset.Parse(from, null).AddMinutes(20 * i), "call", answered, false))];
}

using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Tests.OfBot;

public sealed class AuditTests
{
    [Theory]
    [InlineData("UPDATE audit SET body = replace(body, '23418.55', '13418.55') WHERE seq = (SELECT MAX(seq) FROM audit WHERE body LIKE '%23418.55%')", "does not match its hash")] // a figure
    [InlineData("UPDATE audit SET at = '2026-11-21T01:00:00.0000000Z' WHERE seq = 3", "does not match its hash")] // a time
    [InlineData("UPDATE audit SET actor = 'somebody' WHERE seq = 2", "does not match its hash")]
    [InlineData("DELETE FROM audit WHERE seq = 2", "entry 2 is missing")] // one from the middle
    [InlineData("DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)", "more had been written")] // the last
    [InlineData("UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -1", "does not match its hash")] // the order
    [InlineData("UPDATE audit SET hash = zeroblob(32) WHERE seq = 2", "does not match its hash")]
    public async Task Any_change_names_the_first_broken_entry(string tampering, string why)
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("我欠多少");
        await talk.SayAsync("为什么利息这么多");
        using var db = world.Store.Open();
        world.Get<AuditChain>().Verify(db).BrokenAt.ShouldBeNull();
        db.Execute(tampering);
        var (_, brokenAt, says) = world.Get<AuditChain>().Verify(db);
        brokenAt.ShouldNotBeNull();
        says.ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public async Task The_record_says_what_was_understood_by_which_rule_with_which_figures_and_no_words()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync();
        await talk.SayAsync("我欠多少，我叫独一无二的名字");
        await talk.SayAsync("S1001 123X");
        var bodies = string.Join('\n', world.Store.Read(db => db.Query<string>("SELECT body FROM audit").AsList()));
        bodies.ShouldContain("ask_balance");
        bodies.ShouldContain("23418.55");
        bodies.ShouldContain("identity.two-factors");
        foreach (var secret in new[] { "独一无二", "123X", "13800001001", "陈晓明" })
            bodies.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Erasing_a_case_makes_its_words_unreadable_and_leaves_the_record_whole()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1003");
        await talk.SayAsync("我欠多少");
        (await world.Get<Erasure>().EraseAsync("S1003", "test")).ShouldBe(1);
        using var db = world.Store.Open();
        world.Get<AuditChain>().Verify(db).BrokenAt.ShouldBeNull();
        world.Get<ActivityFeed>().After(talk.Id, "").ShouldBeNull();
        world.Get<Assistant.Bot.Storage.Cases>().LoadForStaff("S1003", "test").ShouldBeNull();
        world.Scalar<int>("SELECT COUNT(*) FROM audit WHERE kind = 'erase'").ShouldBe(1);
    }
}

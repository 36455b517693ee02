using System.Collections.Concurrent;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Tests.OfBot;

public sealed class StoreTests
{
    [Fact]
    public async Task A_write_that_fails_undoes_itself_and_not_its_neighbours_in_the_same_commit()
    {
        await using var world = World.Empty();
        var writes = Enumerable.Range(0, 200).Select(i => world.Store.WriteAsync(db =>
        {
            db.Execute("INSERT INTO meta (name, value) VALUES (@name, 'x')", new { name = $"n{i}" });
            if (i % 3 == 0)
                throw new InvalidOperationException("no");
        })).ToList();
        foreach (var (write, i) in writes.Select((write, i) => (write, i)))
        {
            if (i % 3 == 0)
                await Should.ThrowAsync<InvalidOperationException>(() => write);
            else
                await write;
        }

        world.Scalar<int>("SELECT COUNT(*) FROM meta WHERE name LIKE 'n%'").ShouldBe(Enumerable.Range(0, 200).Count(i => i % 3 != 0));
    }

    [Fact]
    public async Task Foreign_keys_are_on_and_the_log_is_wal()
    {
        await using var world = World.Empty();
        world.Scalar<string>("PRAGMA journal_mode").ShouldBe("wal");
        world.Scalar<int>("PRAGMA foreign_keys").ShouldBe(1);
        await Should.ThrowAsync<Exception>(() => world.Store.WriteAsync(db => db.Execute("INSERT INTO payments VALUES ('p', 'nobody', 'Payment', 1, 'CNY', '2026-01-01', 'now')")));
    }

    [Fact]
    public async Task The_same_activity_posted_at_once_many_times_has_one_effect()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => talk.SendAsync("message", "转人工", key: "same"))));
        answers.Select(answer => answer.InboundId).Distinct().ShouldHaveSingleItem();
        world.Scalar<int>("SELECT COUNT(*) FROM tickets").ShouldBe(1);
        world.Scalar<int>("SELECT turn FROM conversations WHERE conversation_id = @Id", new { talk.Id }).ShouldBe(1);
    }

    [Fact]
    public async Task Messages_of_one_conversation_are_decided_in_order_and_others_do_not_wait()
    {
        await using var world = await World.WithSamplesAsync();
        var talks = new List<Talk>();
        for (var i = 0; i < 8; i++)
            talks.Add(await world.TalkAsync("S1001"));
        var order = new ConcurrentDictionary<string, List<string>>();
        await Task.WhenAll(talks.Select(async talk =>
        {
            for (var i = 0; i < 15; i++)
            {
                var result = await talk.SendAsync("message", $"我欠多少 {i}", key: $"m{i}");
                order.GetOrAdd(talk.Id, _ => []).Add(result.InboundId);
            }
        }));
        foreach (var ids in order.Values)
            ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        world.Scalar<int>("SELECT COUNT(*) FROM conversations WHERE turn = 15").ShouldBe(8);
    }

    [Fact]
    public async Task What_is_written_in_one_go_is_answered_once_and_together()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        var results = await AtOnceAsync(world, talk, "我想分期", "每个月还", "800块");
        results.Select(result => result.Activities.Count(activity => activity.From?.Role == "bot")).ShouldBe([0, 0, 1]);
        var answer = results[^1].Activities[^1];
        answer.ChannelData!["trace"]!["offers"]!.AsArray().Count.ShouldBeGreaterThan(0);
        world.Scalar<int>("SELECT COUNT(*) FROM activities WHERE conversation_id = @Id AND direction = 'in'", new { talk.Id }).ShouldBe(3);

        // A yes that is taken back in the same breath is no yes.
        await talk.SayAsync("选1");
        await talk.SayAsync("已看清");
        await AtOnceAsync(world, talk, "同意", "等等，先别");
        world.Records("S1001")["agreements"]!.AsArray().Count.ShouldBe(0);

        // Danger never waits for what follows.
        var danger = await AtOnceAsync(world, talk, "我不想活了", "在吗");
        danger[0].Activities.Last(activity => activity.Type == "message").ChannelData!["trace"]!["replies"]!.AsArray().Select(id => id!.ToString()).ShouldContain("care.crisis");
    }

    [Fact]
    public async Task Messages_in_one_go_do_not_bring_a_lapsed_proof_back()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync();
        await talk.SayAsync("S1001 123X");
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        var results = await AtOnceAsync(world, talk, "在吗", "我欠多少钱");
        results.SelectMany(result => result.Activities).Select(activity => activity.Text ?? "").ShouldNotContain(text => text.Contains("23,418.55", StringComparison.Ordinal));
        await talk.SayAsync("我欠多少钱");
        talk.Fact("total_due").ShouldBeNull();
    }

    [Fact]
    public async Task What_was_asked_before_the_proof_reaches_the_banks_own_systems_with_it()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync();
        int Told() => world.Scalar<int>("SELECT COUNT(*) FROM outbox WHERE kind = 'suppression' AND body LIKE '%S1001%stop_contact%'");
        await talk.SayAsync("别再打电话给我了");
        Told().ShouldBe(0, "nobody knows yet whose account it is");
        await talk.SayAsync("S1001 123X");
        Told().ShouldBe(1);
        await talk.SayAsync("S1001 123X");
        Told().ShouldBe(1);
    }

    [Theory]
    [InlineData("我失业了，想问问能不能少还点", "S1003 5518", "转人工")]
    [InlineData("我失业了，想问问能不能少还点", "转人工", "S1003 5518")]
    [InlineData("S1003 5518", "转人工", "我失业了，想问问能不能少还点")]
    [InlineData("转人工", "S1003 5518", "我失业了，想问问能不能少还点")]
    public async Task A_person_and_the_proof_in_one_go_are_both_heard_in_any_order(params string[] lines)
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync();
        await AtOnceAsync(world, talk, lines);
        world.Scalar<string>("SELECT case_no FROM handoffs WHERE conversation_id = @Id", new { talk.Id }).ShouldBe("S1003");
    }

    /// <summary>Messages that come in while the first of them is still waited for.</summary>
    private static async Task<TurnResult[]> AtOnceAsync(World world, Talk talk, params string[] texts)
    {
        var busy = await world.Get<IConversations>().WaitForTurnAsync(new InboundMessage { Channel = "directline", ConversationId = talk.Id, UserId = "u", Activity = new Activity { Type = "event" } }, CancellationToken.None);
        var all = texts.Select(text => talk.SayAsync(text)).ToArray();
        busy.Dispose();
        return await Task.WhenAll(all);
    }

    [Fact]
    public async Task Two_processes_on_one_store_decide_each_message_once()
    {
        await using var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await using var second = new SecondProcess(world);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            i % 2 == 0 ? talk.SendAsync("message", "我欠多少", key: $"k{i}") : second.SendAsync(talk.Id, "最低还款多少", $"k{i}"))));
        world.Scalar<int>("SELECT turn FROM conversations WHERE conversation_id = @Id", new { talk.Id }).ShouldBe(40);
        world.Scalar<int>("SELECT COUNT(*) FROM activities WHERE conversation_id = @Id AND direction = 'in'", new { talk.Id }).ShouldBe(40);
        using var db = world.Store.Open();
        world.Get<AuditChain>().Verify(db).BrokenAt.ShouldBeNull();
    }

    [Fact]
    public async Task Guessing_in_parallel_gets_three_guesses_not_more()
    {
        await using var world = await World.WithSamplesAsync();
        var talks = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.TalkAsync()));
        await Task.WhenAll(talks.Select((talk, i) => Task.Run(() => talk.SayAsync($"S1001 9{i:D3}"))));
        talks.Count(talk => talk.Values("replies").Contains("identity.failed")).ShouldBeLessThanOrEqualTo(3);
        world.Scalar<int>("SELECT failures FROM locks WHERE lock_key = 'case:S1001'").ShouldBe(3);
        var late = await world.TalkAsync();
        await late.SayAsync("S1001 123X");
        late.Values("replies").ShouldContain("identity.locked");
    }

    [Fact]
    public async Task An_address_is_limited_too_for_anonymous_users()
    {
        await using var world = await World.WithSamplesAsync();
        for (var i = 0; i < 30; i++)
        {
            var talk = await world.TalkAsync(address: "10.0.0.9");
            await talk.SayAsync($"X{i:D4} 0000");
        }

        var last = await world.TalkAsync(address: "10.0.0.9");
        await last.SayAsync("S1001 123X");
        last.Values("replies").ShouldContain("identity.locked");
        var elsewhere = await world.TalkAsync(address: "10.0.0.10");
        await elsewhere.SayAsync("S1001 123X");
        elsewhere.Trace["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_conversation_goes_on_after_a_restart_onto_an_earlier_clock()
    {
        var world = await World.WithSamplesAsync();
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync("我一个月最多还八百");
        await talk.SayAsync("好");
        await using var later = await world.RestartAsync(World.Morning.AddHours(-5));
        var again = new Talk(later, talk.Id, "dl_" + talk.Id, "S1001", "zh-CN", null);
        await again.SendAsync("message", "已看清", key: "after1");
        await again.SendAsync("message", "同意", key: "after2");
        again.Trace["agreement"].ShouldNotBeNull()["status"]!.ToString().ShouldBe("ACTIVE");
    }

    /// <summary>The product a second time on the same store file, as another process would have it.</summary>
    private sealed class SecondProcess(World first) : IAsyncDisposable
    {
        private readonly World world = first.Beside();

        public Task<TurnResult> SendAsync(string conversation, string text, string key) =>
            new Talk(world, conversation, "dl_" + conversation, "S1001", "zh-CN", null).SendAsync("message", text, key);

        public ValueTask DisposeAsync() => world.LeaveAsync();
    }
}

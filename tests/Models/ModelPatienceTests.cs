using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using static Assistant.Tests.OfModels.AskedModel;

namespace Assistant.Tests.OfModels;

/// <summary>When a request is sent again, when an endpoint is left alone, and how many requests are on their way at once.</summary>
public sealed class ModelPatienceTests(AskedModel asked) : IClassFixture<AskedModel>, IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private ModelEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(Good), "key-of-a-test");

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task What_may_pass_is_asked_once_more_and_the_answer_is_used(int status)
    {
        endpoint.Answer = _ => endpoint.Requests.Count == 1 ? new ModelReply.Fails(status) : new ModelReply.Says(Good);
        using var model = asked.Model(At(endpoint.Address, retries: 1));
        var answer = await AskAsync(model);
        (answer.Caught, endpoint.Requests.Count, endpoint.Requests[1].Text).ShouldBe((null, 2, endpoint.Requests[0].Text));
        asked.Row(answer.CallId)!.Value.Caught.ShouldBeNull();
    }

    [Fact]
    public async Task A_broken_connection_is_asked_once_more()
    {
        endpoint.Answer = _ => endpoint.Requests.Count == 1 ? new ModelReply.CutOff("") : new ModelReply.Says(Good);
        using var model = asked.Model(At(endpoint.Address, retries: 1));
        ((await AskAsync(model)).Caught, endpoint.Requests.Count).ShouldBe((null, 2));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task What_will_not_pass_is_not_asked_again(int status)
    {
        endpoint.Answer = _ => new ModelReply.Fails(status);
        using var model = asked.Model(At(endpoint.Address, retries: 3));
        ((await AskAsync(model)).Caught, endpoint.Requests.Count).ShouldBe(($"status-{status}", 1));
    }

    [Fact]
    public async Task An_answer_that_is_none_is_not_asked_for_again()
    {
        var replies = new ModelReply[] { new ModelReply.Malformed("{}"), new ModelReply.Says("prose"), new ModelReply.Refuses("no"), new ModelReply.Filtered() };
        endpoint.Answer = _ => replies[endpoint.Requests.Count - 1];
        using var model = asked.Model(At(endpoint.Address, retries: 3));
        foreach (var caught in new[] { "malformed", "not-json", "refused", "filtered" })
            (await AskAsync(model)).Caught.ShouldBe(caught);
        endpoint.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Where_it_fails_to_the_end_the_last_failure_is_named()
    {
        endpoint.Answer = _ => endpoint.Requests.Count == 1 ? new ModelReply.Fails(500) : new ModelReply.Fails(503);
        using var model = asked.Model(At(endpoint.Address, retries: 1));
        ((await AskAsync(model)).Caught, endpoint.Requests.Count).ShouldBe(("status-503", 2));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task An_endpoint_that_says_when_to_come_back_is_not_asked_before(int status)
    {
        endpoint.Answer = _ => new ModelReply.Fails(status, Long);
        using var model = asked.Model(At(endpoint.Address, retries: 3));
        (await AskAsync(model)).Caught.ShouldBe($"status-{status}");
        endpoint.Answer = _ => new ModelReply.Says(Good);
        (await AskAsync(model)).ShouldBe(new ModelAnswer(null, "resting"));
        endpoint.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_time_has_come_it_is_asked_again()
    {
        endpoint.Answer = _ => endpoint.Requests.Count == 1 ? new ModelReply.Fails(429, TimeSpan.FromSeconds(1)) : new ModelReply.Says(Good);
        using var model = asked.Model(At(endpoint.Address));
        (await AskAsync(model)).Caught.ShouldBe("status-429");
        ModelAnswer answer;
        for (var until = Environment.TickCount64 + 30_000; (answer = await AskAsync(model)).Caught == "resting" && Environment.TickCount64 < until;)
            await Task.Delay(20);
        (answer.Caught, endpoint.Requests.Count).ShouldBe((null, 2));
    }

    [Theory]
    [InlineData(500)] // their error
    [InlineData(401)] // a key that was withdrawn
    [InlineData(0)] // no answer at all
    public async Task After_failures_in_a_row_the_endpoint_is_left_alone_and_the_record_has_only_what_was_sent(int status)
    {
        endpoint.Answer = _ => status == 0 ? new ModelReply.Malformed("") : new ModelReply.Fails(status);
        using var model = asked.Model(At(endpoint.Address));
        var conversation = NewConversation();
        for (var i = 0; i < 5; i++)
            (await AskAsync(model, conversation)).Caught.ShouldBe(status == 0 ? "malformed" : $"status-{status}");
        endpoint.Answer = _ => new ModelReply.Says(Good);
        for (var i = 0; i < 3; i++)
            (await AskAsync(model, conversation)).ShouldBe(new ModelAnswer(null, "circuit-open"));
        (endpoint.Requests.Count, asked.Ledger(At(endpoint.Address)).Of(conversation).Count).ShouldBe((5, 5));
    }

    [Fact]
    public async Task Slowness_counts_as_failure()
    {
        endpoint.Answer = _ => new ModelReply.Slow(Long, new ModelReply.Says(Good));
        using var model = asked.Model(At(endpoint.Address, seconds: 0.1));
        // The first connections of a process may take longer than the limit; they are no request yet, and slow all the same.
        for (var i = 0; i < 5; i++)
            (await AskAsync(model)).Caught.ShouldBe("time-out");
        (await AskAsync(model)).Caught.ShouldBe("circuit-open");
    }

    [Fact]
    public async Task Our_own_mistakes_do_not_make_it_a_bad_endpoint()
    {
        endpoint.Answer = _ => endpoint.Requests.Count <= 8 ? new ModelReply.Fails(400) : new ModelReply.Says(Good);
        using var model = asked.Model(At(endpoint.Address));
        for (var i = 0; i < 8; i++)
            (await AskAsync(model)).Caught.ShouldBe("status-400");
        (await AskAsync(model)).Caught.ShouldBeNull();
    }

    [Fact]
    public async Task People_who_go_away_do_not_make_it_a_bad_endpoint()
    {
        endpoint.Answer = _ => new ModelReply.Slow(Long, new ModelReply.Says(Good));
        using var model = asked.Model(At(endpoint.Address));
        for (var i = 1; i <= 6; i++)
        {
            using var over = new CancellationTokenSource();
            var waiting = AskAsync(model, cancellation: over.Token);
            await ReachedAsync(endpoint, i);
            await over.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        }

        endpoint.Answer = _ => new ModelReply.Says(Good);
        (await AskAsync(model)).Caught.ShouldBeNull();
    }

    [Fact]
    public async Task One_request_too_many_is_not_sent_and_its_place_is_free_again_after()
    {
        endpoint.Answer = _ => new ModelReply.Slow(Long, new ModelReply.Says(Good));
        using var model = asked.Model(At(endpoint.Address, atOnce: 1));
        using var over = new CancellationTokenSource();
        var first = AskAsync(model, cancellation: over.Token);
        await ReachedAsync(endpoint, 1);
        (await AskAsync(model)).ShouldBe(new ModelAnswer(null, "busy"));
        endpoint.Requests.Count.ShouldBe(1);
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        endpoint.Answer = _ => new ModelReply.Says(Good);
        (await AskAsync(model)).Caught.ShouldBeNull();
    }
}

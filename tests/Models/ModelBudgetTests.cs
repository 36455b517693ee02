using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using static Assistant.Tests.OfModels.AskedModel;

namespace Assistant.Tests.OfModels;

/// <summary>Tokens and cost are set aside before anything is sent, so that no budget is ever passed.</summary>
public sealed class ModelBudgetTests(AskedModel asked) : IClassFixture<AskedModel>, IAsyncLifetime
{
    private const string Unmetered = """{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{\"wants\":[]}"},"finish_reason":"stop"}]USAGE}""";
    private static int days;

    private ModelEndpoint endpoint = null!;

    /// <summary>A day that no other test asks on.</summary>
    private ManualClock Clock { get; } = new(World.Morning.AddDays(10 * Interlocked.Increment(ref days)));

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(Good), "key-of-a-test");

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [InlineData(0, null)] // what is set aside may fill the budget to the brim
    [InlineData(-1, "budget-conversation")]
    public async Task A_conversation_has_its_tokens(int more, string? caught)
    {
        using var model = Model(tokensPerConversation: SetAside + more);
        (await AskAsync(model, NewConversation())).Caught.ShouldBe(caught);
        endpoint.Requests.Count.ShouldBe(caught is null ? 1 : 0);
    }

    [Fact]
    public async Task What_one_conversation_used_is_not_the_others()
    {
        using var model = Model(tokensPerConversation: SetAside);
        var conversation = NewConversation();
        (await AskAsync(model, conversation)).Caught.ShouldBeNull();
        (await AskAsync(model, conversation)).ShouldBe(new ModelAnswer(null, "budget-conversation"));
        Clock.Advance(TimeSpan.FromDays(3));
        (await AskAsync(model, conversation)).Caught.ShouldBe("budget-conversation");
        (await AskAsync(model, NewConversation())).Caught.ShouldBeNull();
        (await AskAsync(model)).Caught.ShouldBeNull();
        endpoint.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_new_day_of_the_bank_starts_anew()
    {
        using var model = Model(tokensPerDay: SetAside);
        Clock.Set(new DateTimeOffset(Clock.Now.Date, TimeSpan.FromHours(8)).AddDays(1).AddSeconds(-1)); // in London it is afternoon still
        (await AskAsync(model)).Caught.ShouldBeNull();
        (await AskAsync(model, NewConversation())).ShouldBe(new ModelAnswer(null, "budget-day"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await AskAsync(model)).Caught.ShouldBeNull();
        endpoint.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true, "budget-conversation")]
    [InlineData(false, "budget-day")]
    public async Task Cost_has_its_limits_too(bool isOfConversation, string caught)
    {
        var most = ((TokensIn * 2m) + ((SetAside - TokensIn) * 8m)) / 1_000_000;
        using var model = Model(priceIn: 2, priceOut: 8, costPerConversation: isOfConversation ? most : null, costPerDay: isOfConversation ? null : most);
        var conversation = NewConversation();
        var first = await AskAsync(model, conversation);
        first.Caught.ShouldBeNull();
        asked.Row(first.CallId)!.Value.Cost.ShouldBe((Sent() * 2) + ((Good.Length + 1) / 2 * 8), "in millionths");
        (await AskAsync(model, conversation)).Caught.ShouldBe(caught);
        (await AskAsync(model, NewConversation())).Caught.ShouldBe(isOfConversation ? null : caught);
    }

    [Fact]
    public async Task A_request_on_its_way_counts_already()
    {
        using var over = new CancellationTokenSource();
        endpoint.Answer = _ => new ModelReply.Slow(TimeSpan.FromMinutes(5), new ModelReply.Says(Good));
        using var model = Model(tokensPerDay: (2 * SetAside) - 1);
        var first = AskAsync(model, cancellation: over.Token);
        await ReachedAsync(endpoint, 1);
        (await AskAsync(model)).Caught.ShouldBe("budget-day");
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Many_at_once_never_pass_the_budget_together()
    {
        using var model = Model(tokensPerDay: (3 * SetAside) + 1);
        endpoint.Answer = _ => new ModelReply.Malformed(Unmetered.Replace("USAGE", "", StringComparison.Ordinal)); // so that what was set aside stays so
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskAsync(model))));
        answers.Count(answer => answer.Caught is null).ShouldBe(3);
        answers.Count(answer => answer.Caught == "budget-day").ShouldBe(5);
        endpoint.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_was_used_takes_the_place_of_what_was_set_aside()
    {
        using var model = Model();
        var answer = await AskAsync(model);
        asked.Row(answer.CallId).ShouldBe((null, Sent() + ((Good.Length + 1) / 2), 0L));
    }

    [Theory]
    [InlineData("")] // nobody said
    [InlineData(",\"usage\":null")]
    [InlineData(",\"usage\":{\"prompt_tokens\":-900000,\"completion_tokens\":-900000,\"total_tokens\":-1800000}")] // less than nothing would lift the budget
    public async Task What_nobody_counted_stays_set_aside(string usage)
    {
        endpoint.Answer = _ => new ModelReply.Malformed(Unmetered.Replace("USAGE", usage, StringComparison.Ordinal));
        using var model = Model();
        var answer = await AskAsync(model);
        asked.Row(answer.CallId).ShouldBe((null, SetAside, 0L));
    }

    [Fact]
    public async Task A_request_that_failed_stays_set_aside()
    {
        endpoint.Answer = _ => new ModelReply.Fails(500);
        using var model = Model(tokensPerDay: SetAside);
        asked.Row((await AskAsync(model)).CallId).ShouldBe(("status-500", SetAside, 0L));
        (await AskAsync(model)).Caught.ShouldBe("budget-day");
    }

    [Fact]
    public async Task No_budget_is_no_request()
    {
        using var model = Model(tokensPerDay: 0);
        (await AskAsync(model)).Caught.ShouldBe("budget-day");
        endpoint.Requests.ShouldBeEmpty();
    }

    /// <summary>Tokens of the first request as the endpoint counted them.</summary>
    private long Sent() => (endpoint.Requests[0].Messages.Sum(message => message.Text.Length) + 1) / 2;


    private LanguageModel Model(long tokensPerConversation = 1_000_000, long tokensPerDay = 1_000_000, decimal priceIn = 0, decimal priceOut = 0, decimal? costPerConversation = null, decimal? costPerDay = null) => asked.Model(new()
    {
        Provider = "openai", Endpoint = endpoint.Address.ToString(), Model = "stand-in", ApiKey = "key-of-a-test", Uses = "understanding", Retries = 0, UnderstandingSeconds = 20,
        TokensPerConversation = tokensPerConversation, TokensPerDay = tokensPerDay, PriceIn = priceIn, PriceOut = priceOut, CostPerConversation = costPerConversation, CostPerDay = costPerDay,
    }, Clock);
}

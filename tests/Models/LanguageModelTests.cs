using Assistant.Bot.Models;
using Assistant.Tests.Simulators;
using Microsoft.Extensions.AI;
using static Assistant.Tests.OfModels.AskedModel;

namespace Assistant.Tests.OfModels;

/// <summary>Whatever an endpoint does, whoever asked goes on: nothing is thrown, nothing is waited for beyond the limit, and the record says which check stopped it.</summary>
public sealed class LanguageModelTests(AskedModel asked) : IClassFixture<AskedModel>, IAsyncLifetime
{
    private const string Completion = """{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":CONTENT,"refusal":null},"finish_reason":FINISH}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, (ModelReply Reply, string Caught)> Troubles = new()
    {
        ["bad request"] = (new ModelReply.Fails(400), "status-400"),
        ["wrong key"] = (new ModelReply.Fails(401), "status-401"),
        ["country not served"] = (new ModelReply.Fails(403), "status-403"),
        ["no such model"] = (new ModelReply.Fails(404), "status-404"),
        ["their time-out"] = (new ModelReply.Fails(408), "status-408"),
        ["too many requests"] = (new ModelReply.Fails(429), "status-429"),
        ["their error"] = (new ModelReply.Fails(500), "status-500"),
        ["bad gateway"] = (new ModelReply.Fails(502), "status-502"),
        ["overloaded"] = (new ModelReply.Fails(503), "status-503"),
        ["page of a proxy"] = (new ModelReply.Html(), "malformed"),
        ["nothing at all"] = (new ModelReply.Empty(), "malformed"),
        ["no JSON"] = (new ModelReply.Malformed("upstream error"), "malformed"),
        ["half a body"] = (new ModelReply.Malformed("""{"id":"""), "malformed"),
        ["a list"] = (new ModelReply.Malformed("[]"), "malformed"),
        ["null"] = (new ModelReply.Malformed("null"), "malformed"),
        ["an object without anything"] = (new ModelReply.Malformed("{}"), "malformed"),
        ["an error called success"] = (new ModelReply.Malformed("""{"error":{"message":"model is loading"}}"""), "malformed"),
        ["no choices"] = (new ModelReply.NoChoices(), "malformed"),
        ["content that is a number"] = (new ModelReply.Malformed(Completion.Replace("CONTENT", "7", StringComparison.Ordinal).Replace("FINISH", "\"stop\"", StringComparison.Ordinal)), "empty"),
        ["content that is no Unicode"] = (new ModelReply.Malformed(Completion.Replace("CONTENT", "\"\\ud800\"", StringComparison.Ordinal).Replace("FINISH", "\"stop\"", StringComparison.Ordinal)), "malformed"),
        ["no word of its end"] = (new ModelReply.Malformed(Completion.Replace("CONTENT", "\"{}\"", StringComparison.Ordinal).Replace("FINISH", "null", StringComparison.Ordinal)), "malformed"),
        ["an end nobody knows"] = (new ModelReply.Says(Good, "eos_token"), "malformed"),
        ["nested beyond sense"] = (new ModelReply.Malformed(new string('[', 5000)), "malformed"),
        ["no content"] = (new ModelReply.NullContent(), "empty"),
        ["empty content"] = (new ModelReply.Says(""), "empty"),
        ["refusal"] = (new ModelReply.Refuses("I can't help with that."), "refused"),
        ["question filtered"] = (new ModelReply.Filtered(), "filtered"),
        ["answer filtered"] = (new ModelReply.Says(Good, "content_filter"), "filtered"),
        ["truncated"] = (new ModelReply.Truncated(Good), "truncated"),
        ["cut off"] = (new ModelReply.CutOff(Good), "unreachable"),
        ["a tool nobody offered"] = (new ModelReply.Calls(("transfer_money", "{}")), "tool-call"),
        ["a tool nobody offered, called an answer"] = (new ModelReply.Calls(("understand", Good)) { Finish = "stop" }, "tool-call"),
        ["prose"] = (new ModelReply.Says("They want to know the balance."), "not-json"),
        ["JSON within a fence"] = (new ModelReply.Says("```json\n" + Good + "\n```"), "not-json"),
        ["two answers"] = (new ModelReply.Says(Good + Good), "not-json"),
        ["half an answer"] = (new ModelReply.Says(Good[..^1]), "not-json"),
        ["a name of no list"] = (new ModelReply.Says("""{"wants":["cardholder_deceased"]}"""), "schema: $.wants[0] is not on the list"),
        ["a field too many"] = (new ModelReply.Says("""{"wants":[],"because":"x"}"""), "schema: $ has a field nobody asked for"),
        ["no field"] = (new ModelReply.Says("{}"), "schema: $.wants is missing"),
        ["a book"] = (new ModelReply.Says($$"""{"wants":["{{new string('x', 30_000)}}"]}"""), "too-long"),
    };

    private ModelEndpoint endpoint = null!;

    public static TheoryData<string> Names => [.. Troubles.Keys];

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(Good), "key-of-a-test");

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_trouble_is_thrown_and_each_has_its_name_in_the_record(string trouble)
    {
        var (reply, caught) = Troubles[trouble];
        endpoint.Answer = _ => reply;
        using var model = asked.Model(At(endpoint.Address));
        await CaughtAsync(model, caught);
        endpoint.Requests.Single().Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("no such tool", "other", "{}", "tool-call")]
    [InlineData("no JSON", "understand", "{wants", "not-json")]
    [InlineData("a name twice", "understand", """{"wants":[],"wants":["ask_balance"]}""", "not-json")]
    [InlineData("null", "understand", "null", "schema: $ is no object")]
    [InlineData("off the list", "understand", """{"wants":["stop_contact"]}""", "schema: $.wants[0] is not on the list")]
    [InlineData("no Unicode", "understand", """{"wants":["\ud800"]}""", "not-json")]
    public async Task Where_answers_are_tools_no_call_is_trusted_either(string why, string tool, string arguments, string caught)
    {
        endpoint.Answer = _ => new ModelReply.Calls((tool, arguments));
        using var model = asked.Model(At(endpoint.Address, answers: "tools"));
        await CaughtAsync(model, caught);
        endpoint.Requests.Single().Tools.Single().ShouldBe("understand", why);
    }

    [Fact]
    public async Task What_came_back_is_in_the_record_even_where_it_is_no_answer()
    {
        var replies = new ModelReply[] { new ModelReply.Refuses("I won't."), new ModelReply.Calls(("understand", "{wants"), ("other", "{}")), new ModelReply.Says("prose"), new ModelReply.Truncated("{\"wan"), new ModelReply.Fails(500) };
        endpoint.Answer = _ => replies[endpoint.Requests.Count - 1];
        using var model = asked.Model(At(endpoint.Address));
        var conversation = NewConversation();
        foreach (var _ in replies)
            (await AskAsync(model, conversation)).Json.ShouldBeNull();
        asked.Ledger(At(endpoint.Address)).Of(conversation).Select(row => row!["answered"]!.GetValue<string>()).ShouldBe(["I won't.", "understand({wants)\nother({})", "prose", "{\"wan", ""]);
    }

    [Fact]
    public async Task Two_calls_of_the_tool_are_one_too_many()
    {
        endpoint.Answer = _ => new ModelReply.Calls(("understand", Good), ("understand", Good));
        using var model = asked.Model(At(endpoint.Address, answers: "tools"));
        await CaughtAsync(model, "tool-call");
    }

    [Theory]
    [InlineData("json_schema", "understand", 0)]
    [InlineData("json_object", null, 0)]
    [InlineData("tools", null, 1)]
    public async Task A_good_answer_is_used_however_it_is_asked_for(string answers, string? schema, int tools)
    {
        endpoint.Answer = request => request.Tools.Count > 0 ? new ModelReply.Calls(("understand", Good)) { Finish = "stop" } : new ModelReply.Says(Good);
        using var model = asked.Model(At(endpoint.Address, answers: answers));
        var answer = await AskAsync(model);
        (answer.Caught, answer.Json?.GetProperty("wants")[0].GetString()).ShouldBe((null, "ask_balance"));
        var request = endpoint.Requests.Single();
        (request.Refusal, request.SchemaName, request.Tools.Count).ShouldBe((null, schema, tools));
        asked.Row(answer.CallId)!.Value.Caught.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)] // not a byte in time
    [InlineData(false)] // and then no more
    public async Task What_is_too_slow_is_not_waited_for(bool isSilent)
    {
        endpoint.Answer = _ => isSilent ? new ModelReply.Slow(Long, new ModelReply.Says(Good)) : new ModelReply.Stalls(Good);
        using var model = asked.Model(At(endpoint.Address, retries: 3, seconds: 0.3));
        await CaughtAsync(model, "time-out");
        endpoint.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_does_not_hear_that_it_is_given_up_is_not_waited_for_either()
    {
        using var model = asked.Model(At(endpoint.Address, seconds: 0.3), client: () => new Deaf());
        await CaughtAsync(model, "time-out");
    }

    [Fact]
    public async Task An_address_nobody_listens_at_is_unreachable()
    {
        using var model = asked.Model(At(ModelEndpoint.DeadAddress()));
        await CaughtAsync(model, "unreachable");
    }

    [Fact]
    public async Task A_use_that_is_not_switched_on_asks_nothing()
    {
        using var model = asked.Model(At(endpoint.Address, uses: "coach"));
        (await AskAsync(model)).ShouldBe(new ModelAnswer(null, "off"));
        (model.Serves(ModelUse.Understanding), model.Serves(ModelUse.Coach)).ShouldBe((false, true));
        using var none = asked.Model(new LlmSettings { Uses = "understanding", Endpoint = endpoint.Address.ToString(), Model = "m" });
        (await AskAsync(none)).ShouldBe(new ModelAnswer(null, "off"));
        endpoint.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_gives_up_gets_that_and_the_record_has_it()
    {
        endpoint.Answer = _ => new ModelReply.Slow(Long, new ModelReply.Says(Good));
        using var model = asked.Model(At(endpoint.Address));
        using var over = new CancellationTokenSource();
        var conversation = NewConversation();
        var waiting = AskAsync(model, conversation, over.Token);
        await ReachedAsync(endpoint, 1);
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        asked.Ledger(At(endpoint.Address)).Of(conversation).Single()!["caught"]!.GetValue<string>().ShouldBe("given-up");
    }

    [Fact]
    public async Task No_key_and_no_words_are_in_the_log()
    {
        endpoint.Answer = _ => new ModelReply.Says("Their words: " + Said);
        using var model = asked.Model(At(endpoint.Address));
        var answer = await AskAsync(model);
        await model.CatchAsync(answer, "later");
        asked.Row(answer.CallId)!.Value.Caught.ShouldBe("later");
        asked.World.Log.Lines.ShouldContain(line => line.Contains($"(not-json, request {answer.CallId})", StringComparison.Ordinal));
        foreach (var secret in new[] { "key-of-a-test", Said, "Their words" })
            asked.World.Log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    private async Task CaughtAsync(LanguageModel model, string caught)
    {
        var answer = await AskAsync(model);
        (answer.Json, answer.Caught).ShouldBe((null, caught));
        asked.Row(answer.CallId)!.Value.Caught.ShouldBe(caught);
    }

    /// <summary>Answers never, and takes no notice of anything.</summary>
    private sealed class Deaf : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => new TaskCompletionSource<ChatResponse>().Task;

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

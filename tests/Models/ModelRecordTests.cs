using System.Net;
using System.Text.Json.Nodes;
using Assistant.Bot.Models;
using Assistant.Bot.Storage;
using Assistant.Tests.Simulators;
using Dapper;

namespace Assistant.Tests.OfModels;

/// <summary>The record has exactly what was sent and what came back, sealed, for those who may look, and until it is erased.</summary>
public sealed class ModelRecordTests
{
    /// <summary>Words the own reader makes nothing of.</summary>
    private const string Hard = "那什么，就是那个嘛，你懂的";

    private const string Supervisor = "test-key-of-a-supervisor";
    private const string Admin = "test-key-of-an-admin";

    [Theory]
    [InlineData("json_schema")]
    [InlineData("tools")]
    public async Task It_has_what_the_endpoint_was_sent_and_what_it_said(string answers)
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => answers == "tools" ? new ModelReply.Calls(("understand", AskedModel.Good)) : new ModelReply.Says(AskedModel.Good), "key-of-a-test");
        await using var world = await Support.Models.WorldAsync(AskedModel.At(endpoint.Address, answers: answers));
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync(Hard);
        endpoint.Answer = _ => new ModelReply.Says("prose");
        await talk.SayAsync(Hard);
        var record = world.Get<ModelLedger>().Of(talk.Id);
        record.Count.ShouldBe(2);
        foreach (var (row, request) in record.Zip(endpoint.Requests))
        {
            var sent = row!["sent"]!;
            sent["messages"]!.AsArray().Select(message => (message!["role"]!.GetValue<string>(), message["content"]!.GetValue<string>())).ShouldBe(request.Messages);
            (sent["temperature"]!.GetValue<double>(), sent["maxTokens"]!.GetValue<int>()).ShouldBe((request.Json!["temperature"]!.GetValue<double>(), request.Json["max_completion_tokens"]!.GetValue<int>()));
            JsonNode.DeepEquals(sent["schema"], request.Json["response_format"]?["json_schema"]?["schema"]).ShouldBeTrue();
            sent["tools"]!.AsArray().Select(tool => tool!.GetValue<string>()).ShouldBe(request.Tools);
            (row["use"]!.GetValue<string>(), row["model"]!.GetValue<string>(), row["host"]!.GetValue<string>(), row["askedBy"]).ShouldBe(("understanding", "stand-in", "127.0.0.1", null));
        }

        record.Select(row => row!["turn"]!.GetValue<int>()).ShouldBe([1, 2]);
        record.Select(row => row!["answered"]!.GetValue<string>()).ShouldBe([answers == "tools" ? $"understand({AskedModel.Good})" : AskedModel.Good, "prose"]);
        record.Select(row => row!["caught"]?.GetValue<string>()).ShouldBe([null, "not-json"]);
        foreach (var column in new[] { "sent", "answered" })
            world.Scalar<int>($"SELECT COUNT(*) FROM model_calls WHERE instr({column}, CAST('{(column == "sent" ? "那什么" : "prose")}' AS BLOB)) > 0").ShouldBe(0, column + " is sealed");
        world.Log.Lines.ShouldNotContain(line => line.Contains("那什么", StringComparison.Ordinal) || line.Contains("key-of-a-test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erasing_the_case_takes_the_words_and_leaves_the_count()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(AskedModel.Good));
        await using var world = await Support.Models.WorldAsync(AskedModel.At(endpoint.Address));
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync(Hard);
        var other = await world.TalkAsync("S1003");
        await other.SayAsync(Hard);
        var before = world.Get<ModelLedger>().Of(talk.Id).Single()!;
        (await world.Get<Erasure>().EraseAsync("S1001", "test")).ShouldBe(1);
        var after = world.Get<ModelLedger>().Of(talk.Id).Single()!;
        (after["sent"], after["answered"]).ShouldBe((null, null));
        (after["callId"]!.GetValue<long>(), after["tokens"]!.GetValue<long>()).ShouldBe((before["callId"]!.GetValue<long>(), before["tokens"]!.GetValue<long>()));
        world.Scalar<int>("SELECT COUNT(*) FROM model_calls WHERE sent IS NULL AND answered IS NULL AND wrapped_key IS NULL").ShouldBe(1);
        world.Get<ModelLedger>().Of(other.Id).Single()!["answered"]!.GetValue<string>().ShouldBe(AskedModel.Good);
    }

    [Fact]
    public async Task What_comes_back_after_the_erasure_is_not_kept()
    {
        using var gate = new ManualResetEventSlim();
        await using var endpoint = await ModelEndpoint.StartAsync();
        await using var world = await Support.Models.WorldAsync(AskedModel.At(endpoint.Address));
        var talk = await world.TalkAsync("S1001");
        endpoint.Answer = _ =>
        {
            gate.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            return new ModelReply.Says(AskedModel.Good);
        };
        var asking = AskedModel.AskAsync(world.Get<LanguageModel>(), talk.Id);
        await AskedModel.ReachedAsync(endpoint, 1);
        await world.Get<Erasure>().EraseAsync("S1001", "test");
        gate.Set();
        (await asking).Caught.ShouldBeNull();
        var row = world.Get<ModelLedger>().Of(talk.Id).Single()!;
        (row["sent"], row["answered"], row["tokens"]!.GetValue<long>() > 0).ShouldBe((null, null, true));
    }

    [Fact]
    public async Task Leads_may_look_and_looking_is_in_the_audit_record()
    {
        await using var endpoint = await ModelEndpoint.StartAsync(_ => new ModelReply.Says(AskedModel.Good), "key-of-a-test");
        await using var host = await ServerHost.StartAsync(
            $"--Staff:Keys:3:Key={Supervisor}", "--Staff:Keys:3:User=sue", "--Staff:Keys:3:Roles=supervisor", $"--Staff:Keys:4:Key={Admin}", "--Staff:Keys:4:User=ada", "--Staff:Keys:4:Roles=admin",
            "--Llm:Provider=openai", $"--Llm:Endpoint={endpoint.Address}", "--Llm:Model=stand-in", "--Llm:ApiKey=key-of-a-test", "--Llm:Uses=understanding", "--Llm:UnderstandingSeconds=20");
        var talk = await host.TalkAsync("S1001");
        await talk.SayAsync(Hard);
        var path = $"/api/conversations/{talk.Id}/model-calls";
        foreach (var (key, status) in new[] { (null, HttpStatusCode.Unauthorized), (ServerHost.AgentKey, HttpStatusCode.Forbidden), (ServerHost.TrainerKey, HttpStatusCode.Forbidden), (ServerHost.FraudKey, HttpStatusCode.Forbidden), (talk.Token, HttpStatusCode.Unauthorized) })
            (await host.CallAsync(HttpMethod.Get, path, key)).Status.ShouldBe(status, key);
        Looks().ShouldBeEmpty();
        foreach (var key in new[] { Supervisor, Admin })
        {
            var (status, calls) = await host.CallAsync(HttpMethod.Get, path, key);
            (status, calls.GetArrayLength(), calls[0].GetProperty("answered").GetString()).ShouldBe((HttpStatusCode.OK, 1, AskedModel.Good));
            calls[0].GetProperty("sent").GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe(endpoint.Requests.Single().Messages[1].Text);
            calls.GetRawText().ShouldNotContain("key-of-a-test");
        }

        Looks().ShouldBe([("sue", talk.Id), ("ada", talk.Id)]);
        (await host.CallAsync(HttpMethod.Get, "/api/conversations/none/model-calls", Supervisor)).Status.ShouldBe(HttpStatusCode.NotFound);
        host.Log.Lines.ShouldNotContain(line => line.Contains("那什么", StringComparison.Ordinal) || line.Contains("key-of-a-test", StringComparison.Ordinal));

        IReadOnlyList<(string, string)> Looks() => host.Get<Store>().Read(db => db.Query<(string, string)>("SELECT actor, subject FROM audit WHERE kind = 'transcript.read' ORDER BY seq").ToList());
    }
}

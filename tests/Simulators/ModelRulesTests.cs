using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assistant.Tests.Simulators;

/// <summary>What the simulated model endpoint takes and what it refuses, on the wire itself.</summary>
public sealed class ModelRulesTests : IAsyncLifetime
{
    private const string Tool = """{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}""";
    private readonly HttpClient http = new();
    private ModelEndpoint endpoint = null!;

    public async ValueTask InitializeAsync() => endpoint = await ModelEndpoint.StartAsync();

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return endpoint.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"model":null}""", null, "you must provide a model parameter")]
    [InlineData("""{"model":""}""", "model", "Invalid 'model'")]
    [InlineData("""{"model":7}""", "model", "Invalid 'model'")]
    [InlineData("""{"messages":null}""", "messages", "Missing required parameter: 'messages'.")]
    [InlineData("""{"messages":[]}""", "messages", "at least one message")]
    [InlineData("""{"messages":"x"}""", "messages", "expected an array")]
    [InlineData("""{"messages":["x"]}""", "messages[0]", "expected an object")]
    [InlineData("""{"messages":[{"role":"bot","content":"x"}]}""", "messages[0].role", "supported values")]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role", "supported values")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"user"}]}""", "messages[1].content", "but got null")]
    [InlineData("""{"messages":[{"role":"assistant","content":null}]}""", "messages[0].content", "but got null")]
    [InlineData("""{"messages":[{"role":"user","content":{"text":"x"}}]}""", "messages[0].content", "but got Object")]
    [InlineData("""{"messages":[{"role":"user","content":[]}]}""", "messages[0].content", "an array of parts")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"words","text":"x"}]}]}""", "messages[0].content[0].type", "supported values")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text", "Missing")]
    [InlineData("""{"messages":[{"role":"tool","tool_call_id":"a","content":"x"}]}""", "messages[0].role", "must be a response to a preceding message")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}""", "messages[1].role", "did not have response messages: a")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}]}""", "messages", "did not have response messages: a")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{}}}]}]}""", "messages[0].tool_calls", "arguments as strings")]
    [InlineData("""{"temperature":2.01}""", "temperature", "from 0 to 2")]
    [InlineData("""{"temperature":-0.1}""", "temperature", "from 0 to 2")]
    [InlineData("""{"temperature":"0"}""", "temperature", "expected a decimal")]
    [InlineData("""{"top_p":1.5}""", "top_p", "from 0 to 1")]
    [InlineData("""{"max_completion_tokens":0}""", "max_completion_tokens", "at least 1")]
    [InlineData("""{"max_completion_tokens":1.5}""", "max_completion_tokens", "at least 1")]
    [InlineData("""{"max_completion_tokens":"9"}""", "max_completion_tokens", "at least 1")]
    [InlineData("""{"max_completion_tokens":9,"max_tokens":9}""", "max_tokens", "at the same time")]
    [InlineData("""{"n":2}""", "n", "one choice")]
    [InlineData("""{"seed":"a"}""", "seed", "integer")]
    [InlineData("""{"reasoning_effort":"most"}""", "reasoning_effort", "supported values")]
    [InlineData("""{"stop":["a","b","c","d","e"]}""", "stop", "one to four")]
    [InlineData("""{"maxTokens":9}""", "maxTokens", "Unrecognized request argument supplied: maxTokens")]
    [InlineData("""{"stream":"true"}""", "stream", "boolean")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", "stream_options", "only allowed when 'stream' is enabled")]
    [InlineData("""{"stream":false,"stream_options":{"include_usage":true}}""", "stream_options", "only allowed when 'stream' is enabled")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":1}}""", "stream_options", "include_usage")]
    [InlineData("""{"stream":true,"stream_options":{"usage":true}}""", "stream_options", "include_usage")]
    [InlineData("""{"response_format":"json"}""", "response_format.type", "supported values")]
    [InlineData("""{"response_format":{"type":"yaml"}}""", "response_format.type", "supported values")]
    [InlineData("""{"response_format":{"type":"json_object"}}""", "messages", "must contain the word 'json'")]
    [InlineData("""{"response_format":{"type":"json_schema"}}""", "response_format.json_schema", "Missing")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"schema":{}}}}""", "response_format.json_schema.name", "Missing")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a b","schema":{}}}}""", "response_format.json_schema.name", "pattern")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a\n","schema":{}}}}""", "response_format.json_schema.name", "pattern")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","schema":{}}}}""", "response_format.json_schema.name", "pattern")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a"}}}""", "response_format.json_schema.schema", "Missing")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":"{}"}}}""", "response_format.json_schema.schema", "another type")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a","strict":"yes","schema":{}}}}""", "response_format.json_schema.strict", "another type")]
    [InlineData("""{"tools":[]}""", "tools", "one to 128")]
    [InlineData("""{"tools":[{"type":"custom"}]}""", "tools[0].type", "supported values")]
    [InlineData("""{"tools":[{"type":"function","name":"f"}]}""", "tools[0].function", "Missing")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f.g"}}]}""", "tools[0].function.name", "pattern")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":[]}}]}""", "tools[0].function.parameters", "another type")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"string"}}}]}""", "tools[0].function.parameters", "Invalid schema for function 'f'")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object"}}}]}""", "tools[0].function.parameters", "'additionalProperties' is required")]
    [InlineData("""{"tool_choice":"auto"}""", "tool_choice", "only allowed when 'tools' are specified")]
    [InlineData("""{"parallel_tool_calls":false}""", "parallel_tool_calls", "only allowed when 'tools' are specified")]
    [InlineData($$"""{"tools":[{{Tool}}],"tool_choice":"f"}""", "tool_choice", "or a function")]
    [InlineData("""{"tools":[""" + Tool + """],"tool_choice":{"type":"function","function":{"name":"g"}}}""", "tool_choice", "'g' is not among")]
    public async Task A_wrong_request_is_refused_by_its_name(string change, string? name, string why)
    {
        var (status, error) = await PostAsync(With(change));
        (status, error!["type"]!.ToString(), error["param"]?.ToString()).ShouldBe((400, "invalid_request_error", name));
        error["message"]!.ToString().ShouldContain(why, Case.Sensitive);
        error.ContainsKey("code").ShouldBeTrue();
        (endpoint.Requests.Single().Refusal, endpoint.Requests.Single().Text).ShouldBe((error["message"]!.ToString(), With(change)));
    }

    [Theory]
    [InlineData("""{"temperature":0,"top_p":1,"max_completion_tokens":1,"seed":-9,"stop":"x","n":1,"user":"u","reasoning_effort":"low","stream":false}""")]
    [InlineData("""{"temperature":2,"max_tokens":16,"stop":["a"],"tools":null,"response_format":null,"stream":null,"stream_options":null}""")]
    [InlineData("""{"messages":[{"role":"system","content":"a"},{"role":"developer","content":""},{"role":"user","content":[{"type":"text","text":"b"},{"type":"image_url","image_url":{"url":"x"}}],"name":"n"}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{"}},{"id":"b","type":"function","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"b","content":"x"},{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"y"}]},{"role":"assistant","content":null,"refusal":"no"}]}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"response_format":{"type":"text"}}""")]
    [InlineData("""{"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"Give JSON."}]}""")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a-B_9","description":"d","strict":false,"schema":{"type":"array","allOf":[]}}}}""")]
    [InlineData("""{"tools":[""" + Tool + """,{"type":"function","function":{"name":"g","description":"d","strict":true}}],"tool_choice":{"type":"function","function":{"name":"g"}},"parallel_tool_calls":false}""")]
    [InlineData($$"""{"tools":[{{Tool}}],"tool_choice":"required"}""")]
    public async Task A_right_request_is_taken(string change)
    {
        var (status, error) = await PostAsync(With(change));
        (status, error).ShouldBe((200, null), error?.ToJsonString());
        endpoint.Requests.Single().Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"array","items":{"$ref":"#/$defs/c"}},"d":{"anyOf":[{"type":"null"},{"$ref":"#"}]}},"required":["b","a","d"],"additionalProperties":false,"$defs":{"c":{"type":"integer"}}}""", null)]
    [InlineData("""{"type":"object","additionalProperties":false}""", null)]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "type: \"object\"")]
    [InlineData("""{"type":"object","properties":{},"required":[]}""", "In context=(), 'additionalProperties' is required")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],"additionalProperties":false}""", "In context=('properties', 'a'), 'additionalProperties' is required")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":["object","null"],"additionalProperties":true}}},"required":["a"],"additionalProperties":false}""", "In context=('properties', 'a', 'items'), 'additionalProperties' is required")]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"type":"object"}]}},"required":["a"],"additionalProperties":false}""", "In context=('properties', 'a', 'anyOf', '1'), 'additionalProperties' is required")]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false,"$defs":{"c":{"type":"object"}}}""", "In context=('$defs', 'c'), 'additionalProperties' is required")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"],"additionalProperties":false}""", "Missing 'b'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", "Missing 'a'")]
    [InlineData("""{"type":"object","properties":{},"required":["a"],"additionalProperties":false}""", "Extra required key 'a'")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":["x"]}},"required":["a"],"additionalProperties":false}""", "must have a 'type' key")]
    [InlineData("""{"type":"object","properties":{"a":true},"required":["a"],"additionalProperties":false}""", "schema must be an object")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array"}},"required":["a"],"additionalProperties":false}""", "missing items")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","not":{}}},"required":["a"],"additionalProperties":false}""", "'not' is not permitted")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/none"}},"required":["a"],"additionalProperties":false}""", "reference can only point")]
    public async Task A_strict_schema_leaves_no_key_open(string schema, string? why)
    {
        var (status, error) = await PostAsync(With(Format("\"strict\":true,", schema)));
        (status, error?["param"]?.ToString()).ShouldBe(why is null ? (200, null) : (400, "response_format"));
        if (why is not null)
            error!["message"]!.ToString().ShouldContain(why, Case.Sensitive);
        (await PostAsync(With(Format("", schema)))).Status.ShouldBe(200, "it is not strict");
        (await PostAsync(With($$$"""{"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{{{schema}}}}}]}"""))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"model":"m","model":"m","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud83d"}]}""")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\u00ff\"}]}", true)]
    public async Task What_is_no_json_is_refused_and_kept_as_it_came(string body, bool isLatin = false)
    {
        var bytes = (isLatin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(body);
        var (status, error) = await PostAsync(bytes, "application/json");
        (status, error!["message"]!.ToString().Contains("could not parse the JSON body", StringComparison.Ordinal)).ShouldBe((400, true));
        endpoint.Requests.Single().Body.ToArray().ShouldBe(bytes);
    }

    [Theory]
    [InlineData("text/plain", 400)]
    [InlineData(null, 400)]
    [InlineData("application/json; charset=utf-8", 200)]
    public async Task Only_json_is_taken(string? type, int status)
    {
        var (given, error) = await PostAsync(Encoding.UTF8.GetBytes(With("{}")), type);
        (given, error?["code"]?.ToString()).ShouldBe((status, status == 200 ? null : "unsupported_content_type"));
    }

    [Theory]
    [InlineData("POST", "/v1/v1/chat/completions", 404, null)]
    [InlineData("POST", "/chat/completions", 404, null)]
    [InlineData("POST", "/v1/completions", 404, null)]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_supported")]
    public async Task Another_address_is_refused_and_recorded(string method, string path, int status, string? code)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(endpoint.Address, path));
        using var answer = await http.SendAsync(request);
        ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]?.ToString()).ShouldBe((status, code));
        (endpoint.Requests.Single().Method, endpoint.Requests.Single().Path, endpoint.Requests.Single().Model).ShouldBe((method, path, null));
    }

    [Fact]
    public async Task A_completion_on_the_wire_has_every_field_of_the_reference()
    {
        endpoint.Answer = _ => new ModelReply.Says("好");
        using var answer = await http.PostAsync(endpoint.Address + "/chat/completions", new StringContent(With("{}"), Encoding.UTF8, "application/json"));
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"id":"chatcmpl-000001","object":"chat.completion","created":1760000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"好","refusal":null},"finish_reason":"stop","logprobs":null}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"system_fingerprint":"fp_0123456789"}""");
    }

    /// <summary>A right request with some fields changed; null takes one's value away.</summary>
    private static string With(string change)
    {
        var body = JsonNode.Parse("""{"model":"m","messages":[{"role":"user","content":"x"}]}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();
        return body.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string Format(string strict, string schema) => """{"response_format":{"type":"json_schema","json_schema":{"name":"heard",""" + strict + "\"schema\":" + schema + "}}}";

    private Task<(int Status, JsonObject? Error)> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body), "application/json");

    private async Task<(int Status, JsonObject? Error)> PostAsync(byte[] body, string? type)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var answer = await http.PostAsync(endpoint.Address + "/chat/completions", content);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : JsonNode.Parse(text)!["error"]!.AsObject());
    }
}

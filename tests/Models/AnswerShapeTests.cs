using System.Text.Json.Nodes;
using Assistant.Bot.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Assistant.Tests.OfModels;

/// <summary>What a model answers is one JSON document in the shape it was asked for, or nothing.</summary>
public sealed class AnswerShapeTests
{
    private static readonly JsonObject Shape = JsonNode.Parse("""
        {"type":"object","properties":{
          "wants":{"type":"array","items":{"type":"string","enum":["a","b"]},"minItems":0,"maxItems":2},
          "line":{"type":"string","maxLength":4},
          "turn":{"type":"integer","minimum":1,"maximum":9},
          "is":{"type":"boolean"}},
         "required":["wants"],"additionalProperties":false}
        """)!.AsObject();

    [Theory]
    [InlineData("""{"wants":["a","b"],"line":"1234","turn":9,"is":true}""")]
    [InlineData("""{"wants":[]}""")]
    [InlineData(" \r\n\t{\"wants\" : [ \"a\" ] }\n ")] // white space between the tokens
    [InlineData("""{"wants":["\u0061"]}""")] // escaped, and the same
    [InlineData("""{"line":"𠮷𠮷𠮷𠮷","wants":[]}""")] // four characters, whatever they take in memory
    [InlineData("""{"is":false,"turn":1,"wants":["b","b"]}""")] // in any order
    public void What_fits_is_taken(string text) => AnswerShape.Read(text, Shape).ShouldSatisfyAllConditions(answer => answer.Wrong.ShouldBeNull(), answer => answer.Json!.Value.GetRawText().ShouldBe(text.Trim()));

    [Theory]
    [InlineData("", "not-json")]
    [InlineData("   ", "not-json")]
    [InlineData("""{"wants":[],"wants":["a"]}""", "not-json")] // two that differ: which one counts?
    [InlineData("""{"wants":[],"\u0077ants":["a"]}""", "not-json")] // the same name, escaped
    [InlineData("""{"wants":["a",]}""", "not-json")] // trailing comma
    [InlineData("""{"wants":[],}""", "not-json")]
    [InlineData("""{"wants":[]} // so there""", "not-json")] // comment
    [InlineData("""/* so */{"wants":[]}""", "not-json")]
    [InlineData("\uFEFF{\"wants\":[]}", "not-json")] // byte order mark
    [InlineData("""{"wants":[],"turn":NaN}""", "not-json")]
    [InlineData("""{"wants":[],"turn":Infinity}""", "not-json")]
    [InlineData("""{"wants":[],"turn":01}""", "not-json")]
    [InlineData("""{"wants":[],"turn":+1}""", "not-json")]
    [InlineData("""{"wants":[],"turn":0x1}""", "not-json")]
    [InlineData("""{'wants':[]}""", "not-json")] // the other quotes
    [InlineData("""{wants:[]}""", "not-json")]
    [InlineData("{\"wants\":[],\"line\":\"a\nb\"}", "not-json")] // a line break inside a string
    [InlineData("""{"wants":[]}{"wants":[]}""", "not-json")] // two documents
    [InlineData("{\"wants\":[]}\n{\"wants\":[]}", "not-json")]
    [InlineData("""{"wants":[]}]""", "not-json")]
    [InlineData("""{"wants":[]""", "not-json")] // cut
    [InlineData("```json\n{\"wants\":[]}\n```", "not-json")]
    [InlineData("""Here: {"wants":[]}""", "not-json")]
    [InlineData("""{"wants":[],"line":"\ud800"}""", "not-json")] // half a character
    [InlineData("""{"wants":[],"\ud800":1}""", "not-json")]
    [InlineData("""{"wants":[],"line":"\x41"}""", "not-json")]
    [InlineData("""{"wants":TRUE}""", "not-json")]
    [InlineData("null", "schema: $ is no object")]
    [InlineData("[]", "schema: $ is no object")]
    [InlineData("\"{}\"", "schema: $ is no object")] // JSON within a string
    [InlineData("{}", "schema: $.wants is missing")]
    [InlineData("""{"Wants":[]}""", "schema: $.wants is missing")] // names are exact
    [InlineData("""{"wants":[],"why":"x"}""", "schema: $ has a field nobody asked for")]
    [InlineData("""{"wants":[],"":1}""", "schema: $ has a field nobody asked for")]
    [InlineData("""{"wants":null}""", "schema: $.wants is no array")]
    [InlineData("""{"wants":"a"}""", "schema: $.wants is no array")]
    [InlineData("""{"wants":{"0":"a"}}""", "schema: $.wants is no array")]
    [InlineData("""{"wants":["c"]}""", "schema: $.wants[0] is not on the list")]
    [InlineData("""{"wants":["a","A"]}""", "schema: $.wants[1] is not on the list")]
    [InlineData("""{"wants":["a "]}""", "schema: $.wants[0] is not on the list")]
    [InlineData("""{"wants":[1]}""", "schema: $.wants[0] is no string")]
    [InlineData("""{"wants":["a","b","a"]}""", "schema: $.wants has too many items")]
    [InlineData("""{"wants":[],"line":"12345"}""", "schema: $.line is too long")]
    [InlineData("""{"wants":[],"line":7}""", "schema: $.line is no string")]
    [InlineData("""{"wants":[],"turn":"7"}""", "schema: $.turn is no integer")] // a number as text
    [InlineData("""{"wants":[],"turn":7.5}""", "schema: $.turn is no integer")]
    [InlineData("""{"wants":[],"turn":7.0}""", "schema: $.turn is no integer")]
    [InlineData("""{"wants":[],"turn":0}""", "schema: $.turn is below 1")]
    [InlineData("""{"wants":[],"turn":-1}""", "schema: $.turn is below 1")]
    [InlineData("""{"wants":[],"turn":10}""", "schema: $.turn is above 9")]
    [InlineData("""{"wants":[],"turn":99999999999999999999}""", "schema: $.turn is no integer")]
    [InlineData("""{"wants":[],"turn":1e999}""", "schema: $.turn is no integer")]
    [InlineData("""{"wants":[],"is":"true"}""", "schema: $.is is no boolean")]
    [InlineData("""{"wants":[],"is":1}""", "schema: $.is is no boolean")]
    public void What_does_not_fit_is_named(string text, string wrong) => AnswerShape.Read(text, Shape).ShouldBe((null, wrong));

    [Theory]
    [InlineData(14, "schema: $.wants[0] is no string")]
    [InlineData(15, "not-json")]
    [InlineData(100_000, "not-json")] // no answer takes the stack down
    public void What_is_nested_too_deep_is_not_read(int depth, string wrong) =>
        AnswerShape.Read($$"""{"wants":[{{new string('[', depth)}}{{new string(']', depth)}}]}""", Shape).Wrong.ShouldBe(wrong);

    [Fact]
    public void Half_a_character_in_the_text_itself_is_no_json() => AnswerShape.Read("{\"wants\":[],\"line\":\"\ud800\"}", Shape).Wrong.ShouldBe("not-json");

    [Fact]
    public void Too_few_items_are_named() =>
        AnswerShape.Read("[]", JsonNode.Parse("""{"type":"array","items":{"type":"boolean"},"minItems":1}""")!.AsObject()).Wrong.ShouldBe("schema: $ has too few items");

    [Theory]
    [InlineData("""{"maxLength":4,"type":"string"}""", "7", "schema: $ is no string")] // the type is looked at first, wherever it stands
    [InlineData("""{"additionalProperties":false,"properties":{"a":{"maximum":3,"type":"integer"}},"type":"object"}""", """{"a":"x"}""", "schema: $.a is no integer")]
    public void The_order_of_a_schemas_words_does_not_matter(string schema, string text, string wrong) => AnswerShape.Read(text, JsonNode.Parse(schema)!.AsObject()).Wrong.ShouldBe(wrong);

    [Fact]
    public void No_text_makes_it_throw() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(20261121, 7), Prop.ForAll(
        Gen.Elements("{", "}", "[", "]", ",", ":", "\"", "\"wants\"", "\"line\"", "\"turn\"", "\"a\"", "1", "-1", "9e9", "null", "true", "\\u", "\\ud83d", "\ud800", "\0", "𠮷", " ", "x", "{\"wants\":[", "]}").ListOf().Select(string.Concat).ToArbitrary(),
        text => AnswerShape.Read(text, Shape) is ({ }, null) or (null, { })));

    [Theory]
    [InlineData("""[]""", "$ is no schema")]
    [InlineData("""{}""", "$ needs a type of object, array, string, integer, boolean")]
    [InlineData("""{"type":"number"}""", "$ needs a type of")]
    [InlineData("""{"type":["string","null"]}""", "$ needs a type of")]
    [InlineData("""{"type":"string","pattern":"^a"}""", "$: 'pattern' is not checked for string")]
    [InlineData("""{"type":"string","maximum":3}""", "$: 'maximum' is not checked for string")]
    [InlineData("""{"type":"string","maxLength":"3"}""", "$.maxLength is no whole number")]
    [InlineData("""{"type":"string","enum":[]}""", "$.enum is no list of texts")]
    [InlineData("""{"type":"string","enum":["a",1]}""", "$.enum is no list of texts")]
    [InlineData("""{"type":"string","description":7}""", "$.description is no text")]
    [InlineData("""{"type":"object","properties":[]}""", "$.properties has no names")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""", "$.a needs a type of")]
    [InlineData("""{"type":"object","additionalProperties":true}""", "$.additionalProperties is only ever false")]
    [InlineData("""{"type":"array","items":{"type":"array","items":{"type":"integer","format":"int32"}}}""", "$[][]: 'format' is not checked for integer")]
    public void A_schema_that_cannot_be_held_is_found_before_anybody_answers(string schema, string problem) => AnswerShape.Problem(JsonNode.Parse(schema)).ShouldStartWith(problem);

    [Fact]
    public void The_schema_of_these_tests_can_be_held() => AnswerShape.Problem(Shape).ShouldBeNull();
}

using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Skills;

namespace Assistant.Tests.OfBot;

/// <summary>What people are refused with: a code in the source, its words in every language.</summary>
public sealed partial class RefusalTests
{
    private const string Prefix = "console.refused.";

    /// <summary>Joins codes in a refusal; no refusal itself.</summary>
    private const string List = "list";

    private static readonly PageTexts Texts = PageTexts.Read(PromptFolder.Find());

    private static readonly List<(string Code, int Values, string Place)> Made = [.. Repository.Sources("bot").SelectMany(MadeIn)];

    [Fact]
    public void Each_refusal_in_the_source_has_its_words_and_all_words_are_used()
    {
        var codes = Made.Select(one => one.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        codes.Count.ShouldBeGreaterThan(50);
        foreach (var locale in Locales.All)
            Texts.Under(locale, Prefix).Keys.Where(code => code != List).Order(StringComparer.Ordinal).ToList().ShouldBe(codes, customMessage: locale);
    }

    [Fact]
    public void As_many_values_are_given_as_the_words_have_places()
    {
        foreach (var (code, values, place) in Made)
        {
            foreach (var locale in Locales.All)
            {
                var places = Places().Matches(Texts.Get(locale, Prefix + code)).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order().ToList();
                places.ShouldBe([.. Enumerable.Range(0, values)], customMessage: $"{locale} {code}: {place}");
            }
        }
    }

    [Fact]
    public void Every_code_in_a_sentence_that_can_be_met_has_a_word()
    {
        string[] words =
        [
            .. new[] { "waiting", "accepted", "closed", "returned", "timed_out" }.Select(state => "state." + state),
            .. Enum.GetValues<AgreementStatus>().Select(status => "status." + Assistant.Bot.Turns.Trace.Status(status)),
            .. new[] { "GENERAL", "SPECIALIST", "FRAUD", "LEGAL", "COMPLAINT", "CRISIS", "SUPERVISOR" }.Select(queue => "queue_name." + queue),
            .. new[] { "OPEN", "UPHELD", "REJECTED", "RECEIVED", "ACCEPTED", "RETURNED" }.Select(status => "status." + status),
            .. new[] { "deceased", "fraud_flag", "bankrupt", "dispute_flag", "complaint_open" }.Select(flag => "flag." + flag),
            .. new[] { "rule", "quote", "reason", "outcome", "answer" }.Select(field => "mark_field." + field),
        ];
        foreach (var locale in Locales.All)
            words.ShouldAllBe(word => Texts.Find(locale, "console." + word) != null, locale);
    }

    [Fact]
    public void Chinese_words_are_Chinese_and_English_ones_are_not()
    {
        Texts.Under(Locales.Chinese, Prefix).Where(text => text.Key != List).ShouldAllBe(text => Chinese().IsMatch(text.Value));
        Texts.Under(Locales.English, Prefix).ShouldAllBe(text => !Chinese().IsMatch(text.Value));
    }

    [Fact]
    public void A_refusal_without_words_is_our_mistake() =>
        Should.Throw<KeyNotFoundException>(() => Refused.ForMachines(Texts, Refusal.Of(409, "no.such"))).Message.ShouldContain("console.refused.no.such");

    /// <summary>Refusals a file makes: the code, and how many values stand after it. There is no other way to make one, and none without its code written out.</summary>
    private static IEnumerable<(string Code, int Values, string Place)> MadeIn(string file)
    {
        var text = File.ReadAllText(file);
        for (var at = text.IndexOf(Call, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Call, at + 1, StringComparison.Ordinal))
        {
            var line = text[at..text.IndexOf('\n', at)];
            var made = Written().Match(text, at);
            made.Success.ShouldBeTrue($"{file}: write the status and the code out: {line}");
            yield return (made.Groups[1].Value, CommasAfter(text, made.Index + made.Length), $"{Path.GetFileName(file)}: {line}");
        }
    }

    /// <summary>Commas of a call up to its end, those of inner calls and of texts left out.</summary>
    private static int CommasAfter(string text, int at)
    {
        var (depth, commas, isText) = (1, 0, false);
        for (; depth > 0; at++)
        {
            isText ^= text[at] == '"';
            if (isText)
                continue;
            depth += text[at] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            commas += text[at] == ',' && depth == 1 ? 1 : 0;
        }

        return commas;
    }

    private const string Call = "Refusal.Of(";

    [GeneratedRegex(@"\GRefusal\.Of\(\d{3}, ""([a-z_.]+)""")]
    private static partial Regex Written();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Places();

    [GeneratedRegex("[\u4e00-\u9fff]")]
    private static partial Regex Chinese();
}

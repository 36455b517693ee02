using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Skills.Coaching;
using Assistant.Skills.Conduct;

namespace Assistant.Tests.OfBot;

/// <summary>The lines for agents as they stand: enough of them, and each keeps the rules where it belongs.</summary>
public sealed class ScriptLibraryTests
{
    private const int LeastScripts = 95;
    private const double LeastShared = 0.9;

    private static readonly PromptFolder Prompts = PromptFolder.Find();
    private static readonly RuleBook Book = ConductFiles.Load(Prompts);
    private static readonly ScriptFiles Files = ScriptFiles.Read(Prompts);
    private static readonly ScriptFiller Filler = new(PolicyFiles.Read(Prompts), PageTexts.Read(Prompts));

    public static TheoryData<string> EachLocale => new(Locales.All);

    [Theory]
    [MemberData(nameof(EachLocale))]
    public void There_are_lines_for_every_strategy(string locale)
    {
        Files.ByLocale[locale].Count.ShouldBeGreaterThanOrEqualTo(LeastScripts);
        Files.ByLocale[locale].Select(script => script.Strategy).Distinct().ShouldBe(Script.Strategies);
        Files.ByLocale[locale].ShouldContain(script => script.Risk == Script.DangerToLife);
    }

    [Fact]
    public void Both_languages_have_nearly_the_same_lines()
    {
        var ids = Locales.All.Select(locale => Files.ByLocale[locale].Select(script => script.Id).ToHashSet()).ToList();
        ids[0].Intersect(ids[1]).Count().ShouldBeGreaterThan((int)(LeastShared * ids[0].Union(ids[1]).Count()));
    }

    [Theory]
    [MemberData(nameof(EachLocale))]
    public void Each_line_keeps_the_rules_where_it_belongs_and_what_is_not_to_be_said_breaks_them(string locale)
    {
        var wrong = Files.ByLocale[locale].AsParallel().AsOrdered().SelectMany(script => ContextsOf(script, locale).SelectMany(context => Wrong(script, locale, context))).ToList();
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(EachLocale))]
    public void Each_line_is_found_by_every_sentence_that_stands_with_it(string locale)
    {
        var ranker = Files.RankerOf(locale);
        foreach (var script in Files.ByLocale[locale])
        {
            foreach (var query in script.Ask.Append(script.Situation).Select(text => new ScriptQuery(text, null, [])).Concat(script.Heard.Select(text => new ScriptQuery(null, text, []))))
                ranker.Best(query, 5).Select(one => one.Script.Id).ShouldContain(script.Id, $"{query.Situation}{query.Last}");
        }
    }

    private static IEnumerable<string> Wrong(Script script, string locale, ReviewContext context)
    {
        var line = Book.Review(Filler.Fill(script.Text, new(locale, context.Jurisdiction, null, null)), context);
        if (line.Verdict != "ok")
            yield return $"{locale} {script.Id} {context.Jurisdiction}: the line breaks {string.Join(", ", line.Findings.Select(finding => finding.Rule.Id))}.";
        if (Book.Review(script.Not, context).Verdict == "ok")
            yield return $"{locale} {script.Id} {context.Jurisdiction}: what is not to be said breaks nothing.";
    }

    private static IEnumerable<ReviewContext> ContextsOf(Script script, string locale) =>
        (script.Laws.Count > 0 ? script.Laws : locale == Locales.Chinese ? ["CN"] : ["US", "GB"]).Select(law => new ReviewContext
        {
            Jurisdiction = ConductFiles.JurisdictionOf(law, locale),
            Day = DateOnly.FromDateTime(World.Morning.Date),
            Verified = !script.IsBeforeVerification,
            Flags = script.Flags.ToDictionary(flag => flag, _ => ""),
        });
}

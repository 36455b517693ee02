using Assistant.Bot.Prompts;

namespace Assistant.Tests.OfBot;

/// <summary>A mistake in the lines for agents stops the start, and names file, line and what to correct.</summary>
public sealed class ScriptFilesTests
{
    private const string File = "scripts/zh-CN/close.yaml";

    private const string Good = """
        scripts:
          - id: close.good
            strategy: close
            situation: 谈完了
            ask: [怎么告别]
            heard: [那先这样]
            stage: close
            risk: R0
            persona: any
            intents: [thanks_bye]
            flags: [complaint_open]
            laws: [CN]
            text: 谢谢您，{agent}祝您顺利。
            why: 简短。
            not: 再不还就起诉。

        """;

    [Theory]
    [InlineData("situation: 谈完了", "situatoin: 谈完了", "close.yaml:4: 'situatoin' is not known here")]
    [InlineData("    why: 简短。\n", "", "close.yaml:2: 'why' is missing")]
    [InlineData("strategy: close", "strategy: open", "close.yaml:3: the strategy of this file is close")]
    [InlineData("id: close.good", "id: open.good", "close.yaml:2: an id is close.")]
    [InlineData("id: close.good", "id: close.Good one", "close.yaml:2: an id is close.")]
    [InlineData("stage: close", "stage: closing", "close.yaml:7: 'closing' is not one of open, verify")]
    [InlineData("risk: R0", "risk: R4", "close.yaml:8: 'R4' is not one of R0")]
    [InlineData("persona: any", "persona: anybody", "close.yaml:9: 'anybody' is not one of any")]
    [InlineData("[thanks_bye]", "[thanks_by]", "close.yaml:10: there is no intent 'thanks_by'")]
    [InlineData("[thanks_bye]", "[patterns]", "close.yaml:10: there is no intent 'patterns'")] // a file beside the intents
    [InlineData("[complaint_open]", "[complaint_opened]", "close.yaml:11: 'complaint_opened' is no fact a review knows")]
    [InlineData("[CN]", "[UK]", "close.yaml:12: 'UK' is not one of CN, US, GB")]
    [InlineData("{agent}", "{name}", "close.yaml:13: '{name}' is no placeholder")]
    [InlineData("{agent}", "{agent", "close.yaml:13: a brace stands alone")]
    [InlineData("祝您顺利", "3天内回复", "close.yaml:13: the text holds a digit")]
    [InlineData("祝您顺利", "３天内回复", "close.yaml:13: the text holds a digit")] // full width
    [InlineData("    text: 谢谢您，{agent}", "    verified: false\n    text: 您欠{total_due}，", "close.yaml:14: '{total_due}' is not said before identity")]
    [InlineData("ask: [怎么告别]", "ask: []", "close.yaml:5: at least one sentence")]
    [InlineData("heard: [那先这样]", "heard: 那先这样", "close.yaml:6: a list was expected")]
    [InlineData("why: 简短。", "why: ''", "close.yaml:14: nothing stands here")]
    public void A_mistake_is_named_with_its_place(string from, string to, string says)
    {
        Good.ShouldContain(from);
        Refused(Good.Replace(from, to, StringComparison.Ordinal)).ShouldContain(says);
    }

    [Fact]
    public void An_id_stands_once_in_a_language() =>
        Refused(Good + Good[Good.IndexOf("  - id", StringComparison.Ordinal)..]).ShouldContain("close.yaml:16: 'close.good' stands in zh-CN twice");

    [Fact]
    public void Every_strategy_has_a_file_in_every_language() => InCopy(folder =>
    {
        System.IO.File.Delete(Path.Combine(folder, "prompts/scripts/en-US/offer.yaml"));
        Should.Throw<PromptException>(() => ScriptFiles.Read(new(folder))).Message.ShouldContain("prompts/scripts/en-US/offer.yaml:1: the file is missing");
    });

    [Fact]
    public void A_file_of_no_strategy_is_named() => InCopy(folder =>
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "prompts/scripts/en-US/ofer.yaml"), Good);
        Should.Throw<PromptException>(() => ScriptFiles.Read(new(folder))).Message.ShouldContain("prompts/scripts/en-US/ofer.yaml:1: no strategy has this name");
    });

    [Fact]
    public void What_is_right_is_read() => InCopy(folder =>
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "prompts", File), Good);
        var script = ScriptFiles.Read(new(folder)).ByLocale["zh-CN"].Single(one => one.Id == "close.good");
        (script.Risk, script.IsBeforeVerification, script.Text, script.Not).ShouldBe(("R0", false, "谢谢您，{agent}祝您顺利。", "再不还就起诉。"));
        (script.Flags.Single(), script.Laws.Single(), script.Intents.Single(), script.Heard.Single()).ShouldBe(("complaint_open", "CN", "thanks_bye", "那先这样"));
    });

    private static string Refused(string text)
    {
        var says = "";
        InCopy(folder =>
        {
            System.IO.File.WriteAllText(Path.Combine(folder, "prompts", File), text);
            says = Should.Throw<PromptException>(() => ScriptFiles.Read(new(folder))).Message;
        });
        return says;
    }

    /// <summary>Does something with a copy of the lines and of the intents they name.</summary>
    private static void InCopy(Action<string> act)
    {
        var folder = Directory.CreateTempSubdirectory("assistant-scripts-").FullName;
        try
        {
            foreach (var source in new[] { "scripts", "understanding" }.SelectMany(part => Directory.GetFiles(Repository.PathOf("prompts", part), "*.yaml", SearchOption.AllDirectories)))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(Repository.Root, source));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                System.IO.File.Copy(source, target);
            }

            act(folder);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}

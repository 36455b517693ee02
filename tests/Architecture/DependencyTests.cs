using System.Text.RegularExpressions;

namespace Assistant.Tests.Architecture;

/// <summary>The rules of the house, as tests: who may name whom, what stands nowhere, how long a file may be.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] Stages = ["Channels", "Understanding", "Reply", "Guard", "Storage", "Handoff", "Import", "Staff"];

    [Theory]
    [InlineData("skills/Ledger", "Policy")] // the ledger never names policy …
    [InlineData("skills/Policy", "Debtor")] // … and policy no skill
    [InlineData("skills/Ledger", "Debtor")]
    [InlineData("skills/Language", "Ledger")]
    [InlineData("skills/Language", "Debtor")]
    [InlineData("skills/Conduct", "Debtor")]
    [InlineData("skills", "Bot")]
    public void A_room_does_not_name_another(string room, string forbidden)
    {
        foreach (var file in Repository.Sources(room))
            Code(file).ShouldNotMatch($@"using Assistant\.(Skills\.)?{forbidden};|\b{forbidden}\.[A-Z]", file);
    }

    [Fact]
    public void The_turn_names_no_stage()
    {
        foreach (var file in Repository.Sources("bot/Turns"))
        {
            foreach (var stage in Stages)
                Code(file).ShouldNotContain($"using Assistant.Bot.{stage};", Case.Sensitive, file);
        }
    }

    [Fact]
    public void Understanding_reply_and_guard_name_no_other_stage()
    {
        foreach (var file in Repository.Sources("bot/Understanding", "bot/Reply", "bot/Guard"))
        {
            foreach (var stage in Stages.Where(stage => !file.Contains($"/{stage}/", StringComparison.Ordinal)))
                Code(file).ShouldNotContain($"using Assistant.Bot.{stage};", Case.Sensitive, file);
        }
    }

    [Fact]
    public void Only_identity_opens_a_sealed_case_and_only_staff_code_uses_the_staff_door()
    {
        foreach (var file in Repository.Sources("skills", "bot"))
        {
            var code = Code(file);
            var name = Path.GetFileName(file);
            if (name is not "Identity.cs" and not "SealedCase.cs")
                code.ShouldNotContain("new VerifiedCase(", Case.Sensitive, file);
            if (name is not "CaseDesk.cs" and not "PaperDoor.cs" and not "Identity.cs")
                code.ShouldNotMatch(@"Identity\.(FromBank|FromBinding|Open|Renew)\(", file);
            if (code.Contains(".ForStaff(", StringComparison.Ordinal) && name != "SealedCase.cs")
                name.ShouldBe("Cases.cs");
            if (code.Contains("LoadForStaff(", StringComparison.Ordinal))
                name.ShouldBeOneOf("Cases.cs", "CaseApi.cs", "CaseFacts.cs", "QuoteCommand.cs");
            if (code.Contains("ToHide(", StringComparison.Ordinal))
                name.ShouldBeOneOf("Cases.cs", "Masks.cs");
        }
    }

    [Fact]
    public void No_words_for_people_stand_in_code()
    {
        // Recognisers and import read Chinese words; what is said to people comes from prompts/.
        foreach (var file in Repository.Sources("skills/Debtor", "skills/Policy", "skills/Ledger", "bot/Turns", "bot/Channels", "bot/Handoff", "bot/Storage"))
            Code(file).ShouldNotMatch("[\u4e00-\u9fff]", file);
    }

    [Fact]
    public void Nothing_in_the_project_names_a_machine_or_a_registry()
    {
        foreach (var file in Tracked())
            File.ReadAllText(file).ShouldNotMatch(@"(^|[\s""'=])/(work|farm|root)/|v3/index\.json|registry\.npmjs", file);
    }

    [Fact]
    public void No_file_of_code_has_more_than_300_lines()
    {
        foreach (var file in Repository.Sources("skills", "bot", "tests"))
            File.ReadAllLines(file).Length.ShouldBeLessThanOrEqualTo(300, file);
    }

    [Fact]
    public void No_catch_is_empty()
    {
        foreach (var file in Repository.Sources("skills", "bot"))
            File.ReadAllText(file).ShouldNotMatch(@"catch\s*(\([^)]*\))?\s*\{\s*\}", file);
    }

    [Fact]
    public void Each_suppressed_warning_has_its_reason_beside_it()
    {
        foreach (var file in Repository.Sources("skills", "bot", "tests"))
        {
            foreach (var line in File.ReadAllLines(file).Where(line => line.Contains("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("ShouldContain", StringComparison.Ordinal) && !line.Contains("Where(line", StringComparison.Ordinal)))
                line.ShouldContain("//", Case.Sensitive, file);
        }
    }

    /// <summary>Code without comments and documentation.</summary>
    private static string Code(string file) => Comments().Replace(File.ReadAllText(file), "");

    private static IEnumerable<string> Tracked() => Directory.EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".json" or ".yaml" or ".props" or ".csproj" or ".mjs" or ".js" or ".css" or ".razor" or ".sh" or ".txt" or ".sql")
        .Where(file => !Skipped().IsMatch(Path.GetRelativePath(Repository.Root, file)));

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"(^|/)(\.git|bin|obj|node_modules|data|lib|TestResults)(/|$)")]
    private static partial Regex Skipped();
}

using Assistant.Bot.Prompts;

namespace Assistant.Tests.OfBot;

/// <summary>Four eyes on the rules of conduct.</summary>
public sealed class ApprovalsTests
{
    [Fact]
    public void The_packs_as_they_stand_are_approved() => Approvals.Missing(PromptFolder.Find(), new(2026, 11, 22)).ShouldBeEmpty();

    [Fact]
    public void A_changed_pack_needs_two_different_people_again()
    {
        var root = Directory.CreateTempSubdirectory("approvals").FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("prompts", "conduct"), "*.yaml", SearchOption.AllDirectories))
        {
            var to = Path.Combine(root, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var prompts = new PromptFolder(root);
        var (today, pack) = (new DateOnly(2026, 11, 22), "cn.yaml");
        File.AppendAllText(Path.Combine(root, "prompts", "conduct", pack), "# one more line\n");
        Approvals.Missing(prompts, today).ShouldHaveSingleItem().ShouldContain("approve --pack cn.yaml");
        Approvals.Approve(prompts, pack, "a lawyer", today).ShouldBe(1);
        Approvals.Approve(prompts, pack, "a lawyer", today).ShouldBe(1, "the same eyes twice are two eyes");
        Approvals.Missing(prompts, today).ShouldNotBeEmpty();
        Approvals.Approve(prompts, pack, "the head of collections", today.AddDays(1)).ShouldBe(2);
        Approvals.Missing(prompts, today).ShouldNotBeEmpty("it holds from tomorrow");
        Approvals.Missing(prompts, today.AddDays(1)).ShouldBeEmpty();
        Directory.Delete(root, true);
    }
}

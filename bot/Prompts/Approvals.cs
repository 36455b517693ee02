using System.Security.Cryptography;

namespace Assistant.Bot.Prompts;

/// <summary>
/// Four eyes on the rules of conduct: <c>prompts/conduct/approvals/approvals.yaml</c> names, for each pack as it stands, the day from which it holds and two people. Outside
/// Development a pack that was changed since does not start.
/// </summary>
public static class Approvals
{
    private const string Name = "conduct/approvals/approvals.yaml";

    /// <summary>Files that need approval.</summary>
    public static readonly IReadOnlyList<string> Packs = ["common.yaml", "cn.yaml", "us.yaml", "uk.yaml", "rubric/rubric.yaml"];

    /// <summary>What is not approved as it stands, with what to do; empty where everything is.</summary>
    /// <exception cref="PromptException">The file of approvals is wrong.</exception>
    public static IReadOnlyList<string> Missing(PromptFolder prompts, DateOnly today) => [.. State(prompts, today).Where(pack => !pack.Holds)
        .Select(pack => $"prompts/conduct/{pack.Pack} was not approved by two people as it stands; each of them runs: {pack.Command}")];

    /// <summary>Each pack as it stands: who approved it, from when, and whether that is enough.</summary>
    /// <exception cref="PromptException">The file of approvals is wrong.</exception>
    public static IReadOnlyList<PackApproval> State(PromptFolder prompts, DateOnly today)
    {
        var file = prompts.File(Name);
        var given = new List<(string Pack, string Hash, DateOnly From, IReadOnlyList<string> By)>();
        foreach (var yaml in Yaml.Read(file.Path, file.Name).Items)
        {
            yaml.Only("pack", "hash", "from", "by");
            if (!Packs.Contains(yaml["pack"].Text))
                throw yaml["pack"].Wrong($"'{yaml["pack"].Text}' is no pack; it is one of {string.Join(", ", Packs)}.");
            given.Add((yaml["pack"].Text, yaml["hash"].Text, yaml["from"].Day, [.. yaml["by"].Items.Select(item => item.Text.Trim()).Distinct()]));
        }

        return [.. Packs.Select(pack =>
        {
            var hash = HashOf(prompts, pack);
            var standing = given.Where(one => one.Pack == pack && one.Hash == hash).ToList();
            var enough = standing.Exists(one => one.By.Count >= 2 && one.From <= today);
            return new PackApproval(pack, hash, [.. standing.SelectMany(one => one.By).Distinct()], standing.Select(one => (DateOnly?)one.From).FirstOrDefault(), enough);
        })];
    }

    /// <summary>Notes one person's approval of a pack as it stands; an approval of an earlier state goes.</summary>
    /// <returns>How many people have approved it now.</returns>
    /// <exception cref="PromptException">There is no such pack.</exception>
    public static int Approve(PromptFolder prompts, string pack, string name, DateOnly from)
    {
        if (!Packs.Contains(pack))
            throw new PromptException("prompts/" + Name, 1, $"'{pack}' is no pack; it is one of {string.Join(", ", Packs)}.");
        var file = prompts.File(Name);
        var hash = HashOf(prompts, pack);
        var kept = Yaml.Read(file.Path, file.Name).Items.Select(yaml => (Pack: yaml["pack"].Text, Hash: yaml["hash"].Text, From: yaml["from"].Text, By: yaml["by"].Items.Select(item => item.Text).ToList())).ToList();
        var at = kept.FindIndex(one => one.Pack == pack);
        var names = (at >= 0 && kept[at].Hash == hash ? kept[at].By : []).Append(name).Distinct().ToList();
        var entry = (pack, hash, from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), names);
        if (at >= 0)
            kept[at] = entry;
        else
            kept.Add(entry);
        var head = File.ReadAllLines(file.Path).TakeWhile(line => line.StartsWith('#'));
        File.WriteAllLines(file.Path, head.Concat(kept.Select(one => $"- {{pack: {one.Pack}, hash: {one.Hash}, from: {one.From}, by: [{string.Join(", ", one.By.Select(by => $"'{by.Replace("'", "''", StringComparison.Ordinal)}'"))}]}}")));
        return names.Count;
    }

    private static string HashOf(PromptFolder prompts, string pack) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(prompts.File("conduct/" + pack).Path)))[..32];
}

/// <summary>A pack of rules as it stands.</summary>
/// <param name="Pack">File below <c>prompts/conduct/</c>.</param>
/// <param name="Hash">Of its content.</param>
/// <param name="By">Who approved this content.</param>
/// <param name="From">From which day it holds; null where nobody approved it.</param>
/// <param name="Holds">Whether two people did, and the day has come.</param>
public sealed record PackApproval(string Pack, string Hash, IReadOnlyList<string> By, DateOnly? From, bool Holds)
{
    /// <summary>What one who approves runs.</summary>
    public string Command => $"approve --pack {Pack} --by NAME";
}

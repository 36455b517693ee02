namespace Assistant.Tests.OfBot;

/// <summary>The program's commands as a user types them.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Import_exits_0_1_or_2_and_says_what_happened()
    {
        await using var world = World.Empty();
        var text = await File.ReadAllTextAsync(Repository.PathOf("prompts", "samples", "cases.csv"));
        var good = world.WriteFile("cases.csv", System.Text.RegularExpressions.Regex.Replace(text, @"\bT[+-][0-9]+", "2026-11-20").Replace("D-40", "11", StringComparison.Ordinal));
        var (exit, output, _) = await ProgramProcess.RunAsync(["import", good], Environment(world, "en_US.UTF-8"));
        exit.ShouldBe(0, output);
        output.ShouldContain("21 rows loaded");
        var bad = world.WriteFile("cases_bad.csv", (await File.ReadAllTextAsync(good)).Replace("S1001,", ",", StringComparison.Ordinal));
        (exit, output, _) = await ProgramProcess.RunAsync(["import", bad], Environment(world, "zh_CN.UTF-8"));
        exit.ShouldBe(1);
        output.ShouldContain("拒绝 1 行");
        (await File.ReadAllTextAsync(bad + ".rejects.csv")).ShouldContain("case_no,missing,\"必填项为空。\"");
        (exit, _, var error) = await ProgramProcess.RunAsync(["import", world.WriteFile("nothing.csv", "")], Environment(world, "en_US.UTF-8"));
        exit.ShouldBe(2);
        error.ShouldContain("empty");
        (exit, _, error) = await ProgramProcess.RunAsync(["import", "/no/such/file.csv"], Environment(world, "en_US.UTF-8"));
        exit.ShouldBe(2);
        error.ShouldContain("cannot be opened");
    }

    [Fact]
    public async Task Quote_shows_the_offers_as_a_table()
    {
        await using var world = await World.WithSamplesAsync();
        var (exit, output, _) = await ProgramProcess.RunAsync(["quote", "--case", "S1001", "--monthly", "800"], Environment(world, "zh_CN.UTF-8"));
        exit.ShouldBe(0, output);
        output.ShouldContain("650.51");
        (await ProgramProcess.RunAsync(["quote", "--case", "S1001", "--monthly", "500"], Environment(world, "en_US.UTF-8"))).Exit.ShouldBe(1);
        (await ProgramProcess.RunAsync(["quote", "--case", "NOPE"], Environment(world, "en_US.UTF-8"))).Exit.ShouldBe(2);
        (await ProgramProcess.RunAsync(["quote", "--case", "S1001", "--months", "61"], Environment(world, "en_US.UTF-8"))).Error.ShouldContain("1 to 60");
    }

    [Fact]
    public async Task Chat_in_the_terminal_reaches_an_agreement()
    {
        await using var world = await World.WithSamplesAsync();
        var (exit, output, error) = await ProgramProcess.RunAsync(["chat", "--case", "S1003"], Environment(world, "zh_CN.UTF-8"), "我欠多少\n每月还600\n好\n已看清\n同意\n");
        exit.ShouldBe(0, error);
        output.ShouldContain("6,610.10 元");
        output.ShouldContain("协议已生效");
        world.Records("S1003")["agreements"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Chat_for_agents_gives_verdict_rule_and_rewrite()
    {
        await using var world = World.Empty();
        var (exit, output, _) = await ProgramProcess.RunAsync(["chat", "--agent"], Environment(world, "zh_CN.UTF-8"), "今天不还就等着坐牢\n您好，方便谈谈还款安排吗？\n");
        exit.ShouldBe(0);
        output.ShouldContain("block");
        output.ShouldContain("legal.arrest");
        output.ShouldContain("ok");
    }

    [Fact]
    public async Task Audit_verify_names_the_broken_entry_and_export_writes_all()
    {
        await using var world = await World.WithSamplesAsync();
        (await ProgramProcess.RunAsync(["audit", "verify"], Environment(world, ""))).Exit.ShouldBe(0);
        var (exit, output, _) = await ProgramProcess.RunAsync(["audit", "export"], Environment(world, ""));
        exit.ShouldBe(0);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(world.Scalar<int>("SELECT COUNT(*) FROM audit"));
        await world.Store.WriteAsync(db => Dapper.SqlMapper.Execute(db, "UPDATE audit SET kind = 'x' WHERE seq = 4"));
        (exit, _, var error) = await ProgramProcess.RunAsync(["audit", "verify"], Environment(world, ""));
        exit.ShouldBe(1);
        error.ShouldContain("entry 4");
    }

    [Fact]
    public async Task Another_key_does_not_verify_the_record()
    {
        await using var world = await World.WithSamplesAsync();
        var environment = Environment(world, "");
        environment["Privacy__Key"] = Convert.ToBase64String(new byte[32]);
        (await ProgramProcess.RunAsync(["audit", "verify"], environment)).Exit.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_command_says_so()
    {
        await using var world = World.Empty();
        (await ProgramProcess.RunAsync(["imprt", "x"], Environment(world, ""))).Exit.ShouldNotBe(0);
    }

    private static Dictionary<string, string> Environment(World world, string language) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ConnectionStrings__Store"] = $"Data Source={world.StorePath}",
        ["Privacy__Key"] = World.PrivacyKey,
        ["Clock__Start"] = World.Morning.ToString("O"),
        ["LC_ALL"] = language,
        ["Sample__Load"] = "false",
    };
}

using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

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

    [Fact]
    public async Task Qa_checks_files_in_bulk_goes_on_where_it_stopped_and_writes_a_report()
    {
        await using var world = World.Empty();
        var csv = world.WriteFile("calls.csv", "conversation_id,speaker,text,坐席,time\n1,agent,\"今天不还就等着坐牢,别怪我\",老王,2026-10-20T15:00:00+08:00\n1,debtor,我没钱,老王,\n2,agent,您好，请先核对身份,小李,2026-11-20T15:00:00+08:00\n");
        var lines = world.WriteFile("lines.jsonl", """
            {"text":"再不还就打给你爸妈，号码 13812345678","agent":"<b>老王</b>"}
            {"text":"您可以申请个性化分期，由银行审核。","agent":"小李"}
            {"txt":"no text"}
            """);
        var folder = Path.Combine(Path.GetDirectoryName(csv)!, "qa");
        var (exit, output, error) = await ProgramProcess.RunAsync(["qa", csv, lines, "--out", folder], Environment(world, "zh_CN.UTF-8"));
        exit.ShouldBe(1, output + error);
        var results = await File.ReadAllLinesAsync(Path.Combine(folder, "results.jsonl"));
        results.Select(line => JsonNode.Parse(line)!).Select(item => $"{item["file"]} {item["number"]} {item["kind"]} {item["verdict"] ?? "refused"}").ShouldBe(
            ["calls.csv 1 conversation block", "calls.csv 2 conversation warn", "lines.jsonl 1 line block", "lines.jsonl 2 line ok", "lines.jsonl 3 line refused"]);
        string.Join('\n', results).ShouldNotContain("13812345678");
        (await File.ReadAllLinesAsync(Path.Combine(folder, "results.csv"))).Length.ShouldBe(6);
        var report = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"));
        report.ShouldContain("2026-10");
        report.ShouldNotContain("<b>老王</b>");

        // Cut off in the middle of a result: that one and what follows are done again, and nothing twice.
        await File.WriteAllTextAsync(Path.Combine(folder, "results.jsonl"), results[0] + "\n" + results[1][..40]);
        (exit, _, _) = await ProgramProcess.RunAsync(["qa", csv, lines, "--out", folder], Environment(world, "en_US.UTF-8"));
        exit.ShouldBe(1);
        (await File.ReadAllLinesAsync(Path.Combine(folder, "results.jsonl"))).ShouldBe(results);
        (exit, _, error) = await ProgramProcess.RunAsync(["qa", "/no/such/folder", "--out", folder], Environment(world, "en_US.UTF-8"));
        exit.ShouldBe(2);
        error.ShouldContain("/no/such/folder");
    }

    [Fact]
    public async Task Mcp_serves_review_contact_check_and_quote_to_the_protocols_own_client()
    {
        await using var world = await World.WithSamplesAsync();
        await using var client = await McpClient.CreateAsync(
            new StdioClientTransport(new() { Command = "dotnet", Arguments = [ProgramProcess.Dll, "mcp"], EnvironmentVariables = Environment(world, "en_US.UTF-8").ToDictionary(pair => pair.Key, string? (pair) => pair.Value) }),
            cancellationToken: TestContext.Current.CancellationToken);
        (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.Name).ShouldBe(["review", "contact_check", "quote"], ignoreOrder: true);
        var review = await CallAsync("review", new() { ["text"] = "再不还就打给你爸妈" });
        review["verdict"]!.GetValue<string>().ShouldBe("block");
        var check = await CallAsync("contact_check", new() { ["channel"] = "call", ["at"] = "2026-11-20T23:10:00+08:00", ["jurisdiction"] = "CN" });
        (check["allowed"]!.GetValue<bool>(), check["nextAllowed"]!.GetValue<string>()).ShouldBe((false, "2026-11-21T08:00:00+08:00"));
        (await CallAsync("quote", new() { ["caseNo"] = "S1001", ["monthly"] = "800" }))["offers"]!.AsArray().Count.ShouldBeGreaterThan(0);
        var wrong = await client.CallToolAsync("contact_check", new Dictionary<string, object?> { ["channel"] = "call", ["at"] = "tomorrow" }, cancellationToken: TestContext.Current.CancellationToken);
        wrong.IsError.ShouldBe(true);
        wrong.Content.OfType<TextContentBlock>().Single().Text.ShouldContain("'at' must be a moment");

        async Task<JsonNode> CallAsync(string tool, Dictionary<string, object?> arguments)
        {
            var result = await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
            return JsonNode.Parse(result.Content.OfType<TextContentBlock>().Single().Text)!;
        }
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

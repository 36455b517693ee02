using System.CommandLine;

namespace Assistant.Bot.Commands;

/// <summary>The program's commands. Without one it serves.</summary>
public static class CommandLine
{
    /// <summary>Runs a command, or the server.</summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version")))
        {
            await App.BuildServer(args).RunAsync();
            return 0;
        }

        var root = new RootCommand("An assistant for overdue credit-card accounts. Without a command it serves the chat and the API.")
        {
            Import(), Chat(), Quote(), Audit(), Privacy(), Train(), Evaluate(), Qa(), Mcp(), Approve(), Staff(), Export(), WeChat(), Simulate(), Practice(),
        };
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static Command Import()
    {
        var files = new Argument<string[]>("files") { Description = "cases*, payments* or statement_lines*; .csv (comma or tab) or .xlsx", Arity = ArgumentArity.OneOrMore };
        var command = new Command("import", "Loads a bank's files; refused rows are written beside each file.") { files };
        command.SetAction(parsed => ImportCommand.RunAsync(parsed.GetValue(files)!));
        return command;
    }

    private static Command Export()
    {
        var since = new Option<DateTimeOffset>("--since") { Description = "Contacts, promises and tickets from this moment on, such as 2026-11-20T00:00+08:00; states whenever they changed", Required = true };
        var folder = new Option<string>("--out") { Description = "Folder for the files", Required = true };
        var command = new Command("export", "Writes what goes back to the bank: each row once, as often as it changes.") { since, folder };
        command.SetAction(parsed => ExportCommand.RunAsync(parsed.GetValue(since), parsed.GetValue(folder)!));
        return command;
    }

    private static Command WeChat()
    {
        var menu = new Command("menu", "Publishes the menu of prompts/channels/wechat.yaml.");
        menu.SetAction((_, cancellation) => WeChatCommand.MenuAsync(cancellation));
        return new Command("wechat", "The WeChat official account.") { menu };
    }

    private static Command Simulate()
    {
        var wechat = new Command("wechat", "The WeChat platform on this machine, with the assistant behind it: write as a follower, in the terminal.");
        wechat.SetAction((_, cancellation) => SimulateCommand.WeChatAsync(cancellation));
        return new Command("simulate", "Other people's systems on this machine, for developers.") { wechat };
    }

    private static Command Practice()
    {
        var scenario = new Argument<string?>("scenario") { Description = "A scenario; without one they are listed", Arity = ArgumentArity.ZeroOrOne };
        var seed = new Option<int>("--seed") { Description = "The same seed and the same lines give the same talk", DefaultValueFactory = _ => 1 };
        var talk = new Command("practice", "A practice talk in the terminal with a simulated cardholder, and its card.") { scenario, seed };
        talk.SetAction(parsed => PracticeCommand.TalkAsync(parsed.GetValue(scenario), parsed.GetValue(seed)));
        var only = new Argument<string?>("only") { Description = "Scenarios whose names contain this", Arity = ArgumentArity.ZeroOrOne };
        var seeds = new Option<int>("--seeds") { Description = "Seeds each scenario is played with", DefaultValueFactory = _ => 5 };
        var words = new Option<bool>("--words") { Description = "Prints the talk of the first seed" };
        var check = new Command("check", "Plays each scenario's model call and says what it lost.") { only, seeds, words };
        check.SetAction(parsed => PracticeCommand.CheckAsync(parsed.GetValue(only), parsed.GetValue(seeds), parsed.GetValue(words)));
        talk.Add(check);
        return talk;
    }

    private static Command Train()
    {
        var cache = new Option<string?>("--cache") { Description = "A folder where what was learned before is found again" };
        var command = new Command("train", "Learns the examples of prompts/understanding; run it after changing them.") { cache };
        command.SetAction(parsed => TrainCommand.Run(parsed.GetValue(cache)));
        return command;
    }

    private static Command Qa()
    {
        var files = new Argument<string[]>("files") { Description = "Files or folders: .jsonl, .json, .csv, .xlsx, .txt", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out") { Description = "Folder for results.jsonl, results.csv and report.html; used again, the run goes on where it stopped", Required = true };
        var command = new Command("qa", "Checks lines and whole conversations in bulk against the rules of conduct and the rubric.") { files, folder };
        command.SetAction(parsed => QaCommand.RunAsync(parsed.GetValue(files)!, parsed.GetValue(folder)!));
        return command;
    }

    private static Command Staff()
    {
        var hash = new Command("hash-password", "Reads a password from standard input and prints its hash for Staff:Users:…:PasswordHash.");
        hash.SetAction(_ =>
        {
            const int Least = 12;
            if (Console.In.ReadLine() is not { Length: >= Least } password)
            {
                Console.Error.WriteLine($"The password has fewer than {Least} characters; choose a longer one.");
                return 2;
            }

            Console.WriteLine(Bot.Staff.SignIn.Passwords.Hash(password));
            return 0;
        });
        return new Command("staff", "People who sign in to the console.") { hash };
    }

    private static Command Approve()
    {
        var pack = new Option<string>("--pack") { Description = $"One of {string.Join(", ", Prompts.Approvals.Packs)}", Required = true };
        var by = new Option<string>("--by") { Description = "Who approves it; two different people are needed", Required = true };
        var from = new Option<DateOnly?>("--from") { Description = "First day on which it holds; today where left out" };
        var command = new Command("approve", "Notes a person's approval of a pack of rules as it stands.") { pack, by, from };
        command.SetAction(parsed =>
        {
            var count = Prompts.Approvals.Approve(Prompts.PromptFolder.Find(), parsed.GetValue(pack)!, parsed.GetValue(by)!, parsed.GetValue(from) ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime));
            Console.WriteLine($"{parsed.GetValue(pack)}: {count} / 2");
            return 0;
        });
        return command;
    }

    private static Command Mcp()
    {
        var command = new Command("mcp", "Review, contact check and quote as tools of the Model Context Protocol on standard input and output.");
        command.SetAction((_, cancellation) => McpCommand.RunAsync(cancellation));
        return command;
    }

    private static Command Evaluate()
    {
        var file = new Option<FileInfo>("--file") { Description = "One JSON object a line: text, locale, intents, entities, crisis", Required = true };
        var understanding = new Command("understanding", "How well messages are understood: intents, values, danger, with 95 % intervals.") { file };
        understanding.SetAction(parsed => EvaluateCommand.UnderstandingAsync(parsed.GetValue(file)!));
        var lines = new Option<FileInfo>("--file") { Description = "One JSON object a line: a review's request with label (block, warn, ok), category and quote", Required = true };
        var conduct = new Command("conduct", "How well lines are judged by the rules of conduct, with 95 % intervals.") { lines };
        conduct.SetAction(parsed => EvaluateCommand.ConductAsync(parsed.GetValue(lines)!));
        var sets = new Option<FileInfo[]>("--file") { Description = "Sets of labelled messages or of wordings; without one, those of tests/", AllowMultipleArgumentsPerToken = true };
        var most = new Option<int>("--most") { Description = "At most so many lines of each set", DefaultValueFactory = _ => int.MaxValue };
        var model = new Command("model", "What the configured language model adds: reading, choice of wording, time and cost.") { sets, most };
        model.SetAction((parsed, cancellation) => EvaluateCommand.ModelAsync(parsed.GetValue(sets) ?? [], parsed.GetValue(most), cancellation));
        return new Command("evaluate", "Measures the assistant.") { understanding, conduct, model };
    }

    private static Command Chat()
    {
        var caseNo = new Option<string?>("--case") { Description = "Start already verified for this case, as from the bank's own sign-in" };
        var agent = new Option<bool>("--agent") { Description = "Agent mode: paste a line, get verdict, rule and a better line" };
        var command = new Command("chat", "The cardholder's conversation in the terminal.") { caseNo, agent };
        command.SetAction((parsed, cancellation) => parsed.GetValue(agent) ? AgentChat.RunAsync() : TerminalChat.RunAsync(parsed.GetValue(caseNo), cancellation));
        return command;
    }

    private static Command Quote()
    {
        var caseNo = new Option<string>("--case") { Description = "Case number", Required = true };
        var monthly = new Option<decimal?>("--monthly") { Description = "At most this much a month" };
        var months = new Option<int?>("--months") { Description = "Over this many months" };
        var command = new Command("quote", "Instalment offers inside policy, as a table.") { caseNo, monthly, months };
        command.SetAction(parsed => QuoteCommand.RunAsync(parsed.GetValue(caseNo)!, parsed.GetValue(monthly), parsed.GetValue(months)));
        return command;
    }

    private static Command Audit()
    {
        var verify = new Command("verify", "Checks the tamper-evident record; exit code 1 names the first broken entry.");
        verify.SetAction(_ => AuditCommand.VerifyAsync());
        var output = new Argument<string?>("file") { Description = "Where to write; standard output when absent", Arity = ArgumentArity.ZeroOrOne };
        var export = new Command("export", "Writes the record, one JSON entry a line.") { output };
        export.SetAction(parsed => AuditCommand.ExportAsync(parsed.GetValue(output)));
        return new Command("audit", "The tamper-evident record.") { verify, export };
    }

    private static Command Privacy()
    {
        var caseNo = new Option<string>("--case") { Description = "Case number", Required = true };
        var erase = new Command("erase", "Forgets a person's case: its names, numbers and words become unreadable for ever.") { caseNo };
        erase.SetAction(parsed => PrivacyCommand.EraseAsync(parsed.GetValue(caseNo)!));
        var retain = new Command("retain", "Forgets the words of conversations older than the policy packs keep them.");
        retain.SetAction(_ => PrivacyCommand.RetainAsync());
        return new Command("privacy", "Erasure and retention.") { erase, retain };
    }

    /// <summary>The same parts as the server's, without the server.</summary>
    internal static ServiceProvider Services()
    {
        var root = Prompts.PromptFolder.Find().Root;
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        var configuration = new ConfigurationBuilder().SetBasePath(root).AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true).AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        // Standard output belongs to what a command answers.
        services.AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning));
        App.AddAssistant(services, configuration, environment == "Development");
        return services.BuildServiceProvider();
    }

    /// <summary>The language of the terminal: the environment's, Chinese or English.</summary>
    internal static string Locale() =>
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LC_MESSAGES") ?? Environment.GetEnvironmentVariable("LANG") ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            ? Prompts.Locales.Chinese : Prompts.Locales.English;
}

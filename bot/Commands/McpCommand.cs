using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Assistant.Bot.Commands;

/// <summary>
/// mcp: review, contact check and quote as tools of the Model Context Protocol on standard input and output, for any assistant a bank already uses.
/// Whoever may start the process may use it as a member of staff; the log goes to standard error.
/// </summary>
internal static class McpCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        // Clients give a server five seconds for its first answer; rules and readers take about as long to load, so they load meanwhile.
        var loading = Task.Run(CommandLine.Services, cancellation);
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "assistant", Version = typeof(McpCommand).Assembly.GetName().Version!.ToString(3) },
            ToolCollection = [Review(loading), ContactCheck(loading), Quote(loading)],
        };
        await using (var server = McpServer.Create(new StdioServerTransport("assistant"), options))
            await server.RunAsync(cancellation);
        await (await loading).DisposeAsync();
        return 0;
    }

    private static McpServerTool Review(Task<ServiceProvider> loading) => McpServerTool.Create(
        ([Description("The line somebody wants to send")] string text,
         [Description("zh-CN or en-US; by the words when left out")] string? locale = null,
         [Description("CN, US or UK")] string? jurisdiction = null,
         [Description("A case whose figures and flags are the context")] string? caseNo = null,
         [Description("speaker, audience, verified, time, channel, flags, legalActionApproved, figures; each may be left out")] JsonElement? context = null) =>
            AnswerAsync(loading, async services =>
            {
                var body = Body(("text", text), ("locale", locale), ("jurisdiction", jurisdiction), ("caseNo", caseNo), ("context", context));
                return services.GetRequiredService<ReviewApi>().Write(services.GetRequiredService<ReviewRequests>().Read(body, await services.GetRequiredService<CaseFacts>().OfAsync(null, [body], "review")));
            }),
        Options("review", "Reviews one line about an overdue card account against the rules of conduct: verdict, rules with citation, exact words, a better line."));

    private static McpServerTool ContactCheck(Task<ServiceProvider> loading) => McpServerTool.Create(
        ([Description("call, sms, chat, letter, email or visit")] string channel,
         [Description("The case; its time zone, flags, counters and recorded contacts count")] string? caseNo = null,
         [Description("CN, US or UK")] string? jurisdiction = null,
         [Description("When, ISO 8601 with offset; now when left out")] string? at = null,
         [Description("debtor, guarantor or third_party")] string? party = null,
         [Description("IANA time zone of the person reached")] string? timeZone = null,
         [Description("Facts as in a review, such as do_not_contact")] string[]? flags = null,
         [Description("Contacts so far: at, channel, answered, direction (in or out)")] JsonElement? contacts = null) =>
            AnswerAsync(loading, services => services.GetRequiredService<ContactApi>().CheckAsync(null,
                Body(("channel", channel), ("caseNo", caseNo), ("jurisdiction", jurisdiction), ("at", at), ("party", party), ("timeZone", timeZone), ("flags", flags), ("contacts", contacts)))),
        Options("contact_check", "Whether a person may be contacted at a moment: allowed or not, by which rule, and the next allowed moment."));

    private static McpServerTool Quote(Task<ServiceProvider> loading) => McpServerTool.Create(
        ([Description("The case")] string caseNo,
         [Description("What the person can pay a month, such as 800.00")] string? monthly = null,
         [Description("Number of months, 1 to 60")] int? months = null,
         [Description("A first payment, such as 500.00")] string? downPayment = null,
         [Description("Day of the month on which wages come, 1 to 31")] int? payday = null,
         [Description("Monthly income")] string? income = null,
         [Description("Monthly essential costs")] string? essentials = null,
         [Description("Monthly minimums of other debts")] string? otherMinimums = null,
         [Description("Persons in the household")] int? householdSize = null) =>
            AnswerAsync(loading, async services =>
            {
                var body = Body(("caseNo", caseNo), ("monthly", monthly), ("months", months), ("downPayment", downPayment), ("payday", payday), ("income", income), ("essentials", essentials), ("otherMinimums", otherMinimums), ("householdSize", householdSize));
                return await services.GetRequiredService<CaseApi>().QuoteAsync(caseNo, body, "command-line");
            }),
        Options("quote", "Instalment offers inside the bank's policy for a case and what the person can manage; what was declined and why."));

    private static McpServerToolCreateOptions Options(string name, string description) => new() { Name = name, Description = description, ReadOnly = true };

    private static JsonElement Body(params (string Key, object? Value)[] fields) =>
        JsonSerializer.SerializeToElement(fields.Where(field => field.Value is not null).ToDictionary(field => field.Key, field => field.Value), Json.Options);

    /// <summary>What is wrong with a request is said to the caller as it is to a caller of the API.</summary>
    private static async Task<string> AnswerAsync(Task<ServiceProvider> loading, Func<IServiceProvider, Task<JsonObject>> answer)
    {
        try
        {
            return (await answer(await loading)).ToJsonString(Json.Options);
        }
        catch (RefusedException e)
        {
            throw new McpException(Refused.ForMachines((await loading).GetRequiredService<PageTexts>(), e.Refusal));
        }
        catch (FormatException e)
        {
            throw new McpException(e.Message);
        }
    }
}

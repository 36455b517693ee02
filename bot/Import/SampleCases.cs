using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;

namespace Assistant.Bot.Import;

/// <summary>A sample case and what opens it.</summary>
public sealed record SampleCase(string CaseNo, string IdLast4, string Locale);

/// <summary>
/// The fictional cases of <c>prompts/samples/</c>. Their dates are offsets from today (T-55 a day, D-40 its day of the month,
/// S-40 its month, M-2 the month before last) and move forward at each start in
/// Development, so that they never go stale; they load by the same import as a bank's own files.
/// </summary>
public sealed partial class SampleCases(PromptFolder prompts, Importer importer, Store store, Cases cases, TurnPipeline pipeline, BankClock clock, ILogger<SampleCases> log)
{
    private static readonly string[] Files = ["cases.csv", "payments.csv", "statement_lines.csv"];

    private static readonly string[] Agreeing = ["我每个月还1200", "选1", "已看清", "同意"];

    /// <summary>The case whose plan is agreed to once, so that one performing plan can be looked at.</summary>
    private const string CaseWithPlan = "S1010";

    /// <summary>Loads the samples into an empty store, or moves the dates of samples already there. A store with a bank's cases is left alone.</summary>
    public async Task LoadAsync()
    {
        var (any, onlySamples) = cases.Holdings();
        if (any && !onlySamples)
            return;
        await store.WriteAsync(db => db.Execute("DELETE FROM payments WHERE payment_id LIKE 'SP-%'; DELETE FROM statement_lines WHERE case_no IN (SELECT case_no FROM cases WHERE is_sample = 1);"));
        var folder = Directory.CreateTempSubdirectory("assistant-sample-").FullName;
        foreach (var name in Files)
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path, Dated(await File.ReadAllTextAsync(prompts.File("samples/" + name).Path)));
            var result = importer.ImportFile(path, Locales.English, _ => { }, sample: true);
            if (result.Problem is not null || (result.Rejected > 0 && !any))
                throw new PromptException("prompts/samples/" + name, 1, result.Problem ?? $"{result.Rejected} rows were rejected: {await File.ReadAllTextAsync(result.RejectsPath!)}");
            log.LogInformation("Sample {File}: {Loaded} rows loaded, {Unchanged} unchanged", name, result.Loaded, result.Unchanged);
        }

        Directory.Delete(folder, true);
        await AgreeOncePlanAsync();
    }

    /// <summary>A sample case by number; null when there is none.</summary>
    public SampleCase? Find(string caseNo) => store.Read(db => db.QuerySingleOrDefault<(string, string, string?)?>(
        "SELECT case_no, id_last4, file ->> 'locale' FROM cases WHERE case_no = @caseNo AND is_sample = 1", new { caseNo })) is var (number, last4, locale)
        ? new(number, last4, Locales.Of(locale) ?? Locales.Chinese) : null;

    /// <summary>The case behind the cardholder's door.</summary>
    public SampleCase ForDoor(string locale) => Find(locale == Locales.Chinese ? "S1001" : "S2001") ?? new("S1001", "123X", locale);

    private string Dated(string text) => MonthPattern().Replace(
        DayPattern().Replace(text, match => clock.Today.AddDays(int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)) is var day && match.Groups[1].Value == "D" ? day.Day.ToString(CultureInfo.InvariantCulture)
            : match.Groups[1].Value == "S" ? day.ToString("yyyy-MM", CultureInfo.InvariantCulture) : Store.Day(day)),
        match => new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddMonths(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString("yyyy-MM", CultureInfo.InvariantCulture));

    /// <summary>Makes the one sample agreement by the same way as any other: a conversation with an explicit yes.</summary>
    private async Task AgreeOncePlanAsync()
    {
        if (store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM agreements WHERE case_no = @CaseWithPlan", new { CaseWithPlan })) > 0)
            return;
        await SayAsync("conversationUpdate", "", 0);
        foreach (var (text, i) in Agreeing.Select((text, i) => (text, i + 1)))
            await SayAsync("message", text, i);
    }

    private Task<TurnResult> SayAsync(string type, string text, int number) => pipeline.RunAsync(new InboundMessage
    {
        Channel = "sample",
        ConversationId = "sample-" + CaseWithPlan,
        UserId = "sample",
        Key = $"sample-{number}",
        BankCase = CaseWithPlan,
        Activity = new Activity { Type = type, Text = text, Locale = Locales.Chinese, From = new() { Id = "sample", Role = "user" }, Conversation = new() { Id = "sample-" + CaseWithPlan } },
    }, CancellationToken.None);

    [GeneratedRegex(@"\b([TDS])([+-][0-9]+)\b")]
    private static partial Regex DayPattern();

    [GeneratedRegex(@"\bM(-[0-9]+)\b")]
    private static partial Regex MonthPattern();
}

using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Export;
using Assistant.Bot.Import;
using Assistant.Bot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Assistant.Tests.OfBot;

/// <summary>A deployer's first two days: files in, talks, files out; newer files in, what was promised is kept, and the bank's dialler knows whom to leave alone.</summary>
public sealed class TwoDaysTests
{
    private const string Secret = "a secret of sixteen and more";

    [Fact]
    public async Task Two_days_at_a_bank()
    {
        await using var dialler = await Dialler.StartAsync();
        var folder = Directory.CreateTempSubdirectory("two-days-").FullName;
        string[] Day(DateTimeOffset start) => [$"--ConnectionStrings:Store=Data Source={folder}/store.db", $"--Clock:Start={start:O}", "--Sample:Load=false", $"--Bank:Webhook={dialler.Address}", $"--Bank:WebhookSecret={Secret}"];
        var header = "case_no,creditor_code,creditor_name,customer_no,customer_name,id_no_last4,mobile,currency,product_name,card_last4,statement_day,due_date,delinquency_date,total_due,principal_balance,interest_due,penalty_due,fees_due,min_payment_due,overdue_amount,daily_rate,penalty_rate,min_pay_rate,as_of,jurisdiction\n";
        string Case(string no, string total, string asOf) => $"{no},BANK01,东江银行信用卡中心,K{no},某人,123X,1380000{no[1..]},CNY,金卡,2210,8,2026-10-10,2026-10-11,{total},{total},0.00,0.00,0.00,500.00,500.00,0.0005,0.05,0.10,{asOf},CN\n";

        // Day 1: import, talks, export.
        string promise;
        await using (var host = await ServerHost.StartAsync(Day(World.Morning)))
        {
            await host.ImportAsync("cases.csv", header + Case("C7001", "3000.00", "2026-11-21T02:00+08:00") + Case("C7002", "12000.00", "2026-11-21T02:00+08:00") + Case("C7003", "8000.00", "2026-11-21T02:00+08:00"));
            var first = await host.TalkAsync("C7001");
            await first.SayAsync("明天还500");
            await first.SayAsync("对");
            var second = await host.TalkAsync("C7002");
            foreach (var line in new[] { "每个月还600", "选1", "已看清", "同意" })
                await second.SayAsync(line);
            await (await host.TalkAsync("C7003")).SayAsync("不要再给我打电话发短信了");
            promise = host.Get<RecordReader>().Of("C7001")["promises"]![0]!["promiseId"]!.GetValue<string>();
            await dialler.HeardAsync("C7003", "stop_contact");
            var (_, rows) = await host.Get<Exporter>().WriteAsync(World.Morning.AddDays(-1), Path.Combine(folder, "out"));
            (rows["promises"], rows["agreements"], rows["suppressions"]).ShouldBe((1, 1, 1));
            rows["schedules"].ShouldBeGreaterThan(1);
            File.ReadAllText(Directory.GetFiles(Path.Combine(folder, "out"), "suppressions-*.csv").Single()).ShouldContain("C7003,stop_contact");
            File.ReadAllText(Path.Combine(folder, "out", "COLUMNS.csv")).ShouldContain("promises,due_on,承诺日期");
            // Nothing has changed: nothing is written twice.
            (await host.Get<Exporter>().WriteAsync(World.Morning.AddDays(-1), Path.Combine(folder, "out"))).Rows.Values.Sum().ShouldBe(0);
        }

        // Day 3: newer figures and the payments of the days between.
        var later = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8));
        await using (var host = await ServerHost.StartAsync(Day(later)))
        {
            await host.ImportAsync("payments.csv", "payment_id,case_no,txn_type,amount,currency,value_date\nB1,C7001,Payment,500.00,CNY,2026-11-22\nB2,C7002,Payment,600.00,CNY,2026-11-23\n");
            await host.ImportAsync("cases.csv", header + Case("C7001", "2500.00", "2026-11-24T02:00+08:00") + Case("C7002", "11400.00", "2026-11-24T02:00+08:00") + Case("C7003", "8000.00", "2026-11-24T02:00+08:00"));
            await host.Get<PlanLife>().AgeAllAsync();
            host.Get<RecordReader>().Of("C7001")["promises"]![0]!["status"]!.GetValue<string>().ShouldBe("KEPT");
            host.Get<RecordReader>().Of("C7002")["agreements"]![0]!["schedule"]![0]!["status"]!.GetValue<string>().ShouldBe("PAID");
            // The dialler asks before it dials, and is told whom not to.
            (await AllowedAsync(host, "C7001")).ShouldBeTrue();
            (await AllowedAsync(host, "C7003")).ShouldBeFalse();
            var (_, rows) = await host.Get<Exporter>().WriteAsync(later.AddDays(-1), Path.Combine(folder, "out"));
            (rows["promises"], rows["suppressions"], rows["contact_records"]).ShouldBe((1, 0, 0));
            Directory.GetFiles(Path.Combine(folder, "out"), "promises-*.csv").Order(StringComparer.Ordinal).Select(File.ReadAllText).Last().ShouldContain($"{promise},C7001,500.00,CNY,2026-11-22,directline,KEPT");
        }

        dialler.Forged.ShouldBe(0);
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_run_that_was_stopped_writes_the_same_files_again()
    {
        await using var world = await World.WithSamplesAsync();
        await (await world.TalkAsync("S1001")).SayAsync("不要再给我打电话了");
        var folder = Path.Combine(Path.GetDirectoryName(world.StorePath)!, "out");
        var (batch, _) = await world.Get<Exporter>().WriteAsync(World.Morning.AddDays(-1), folder);
        var file = Path.Combine(folder, $"suppressions-{batch}.csv");
        var text = await File.ReadAllTextAsync(file);
        // As if it had been stopped after taking the rows and before writing them.
        File.Delete(file);
        await world.Store.WriteAsync(db => Dapper.SqlMapper.Execute(db, "UPDATE export_batches SET done_at = NULL"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Get<Exporter>().WriteAsync(World.Morning.AddDays(-1), folder);
        (await File.ReadAllTextAsync(file)).ShouldBe(text);
        Directory.GetFiles(folder, "suppressions-*.csv").Length.ShouldBe(1);
    }

    private static async Task<bool> AllowedAsync(ServerHost host, string caseNo) =>
        (await host.CallAsync(HttpMethod.Post, "/api/contacts/check", ServerHost.AgentKey, new { caseNo, channel = "call", at = "2026-11-24T15:00:00+08:00" })).Json.GetProperty("allowed").GetBoolean();

    /// <summary>A stand-in for the bank's dialler: takes the webhook's messages and checks their signature; busy the first time.</summary>
    private sealed class Dialler : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<JsonNode> heard = [];
        private int calls;

        private Dialler()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            app = builder.Build();
            app.MapPost("/hook", async (HttpRequest request) =>
            {
                using var memory = new MemoryStream();
                await request.Body.CopyToAsync(memory);
                if (Interlocked.Increment(ref calls) == 1)
                    return Results.StatusCode(503);
                if (Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), memory.ToArray())) != request.Headers["X-Signature-SHA256"])
                    Forged++;
                heard.Enqueue(JsonNode.Parse(memory.ToArray())!);
                return Results.Ok();
            });
        }

        public int Forged { get; private set; }

        public string Address => app.Urls.First() + "/hook";

        public static async Task<Dialler> StartAsync()
        {
            var dialler = new Dialler();
            await dialler.app.StartAsync();
            return dialler;
        }

        public async Task HeardAsync(string caseNo, string reason)
        {
            for (var tries = 0; tries < 100; tries++)
            {
                if (heard.Any(message => message["data"]!["caseNo"]!.GetValue<string>() == caseNo && message["data"]!["reason"]!.GetValue<string>() == reason))
                    return;
                await Task.Delay(200);
            }

            Assert.Fail($"The dialler was not told of {caseNo} {reason}; it heard {string.Join("; ", heard.Select(one => one.ToJsonString()))}");
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}

using System.Text.Json.Nodes;
using Assistant.Bot.Import;
using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Tests.OfBot;

/// <summary>The life of agreements and promises in the store: payments come by import, days pass, people decide.</summary>
public sealed class PlanLifeTests
{
    [Fact]
    public async Task A_payment_that_is_imported_stands_on_the_oldest_instalment()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001"); // 24 × 975.77, first on the 27th
        Pay(world, "S1001,Payment,1000.00,CNY,2026-11-25", "2026-11-26");
        var plan = Plan(world, "S1001");
        Row(plan, 1).ShouldBe("PAID 975.77 2026-11-25");
        Row(plan, 2).ShouldBe("PART 24.23 ");
        plan["paid"]!.ToString().ShouldBe("1000.00");
        plan["remaining"]!.ToString().ShouldBe("22418.55");
        Events(plan).ShouldBe(["CREATED", "PAID 1", "PART 2"]);
    }

    [Fact]
    public async Task Loading_the_same_payments_again_and_letting_the_same_day_pass_again_changes_nothing()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        Pay(world, "S1001,Payment,1000.00,CNY,2026-11-25", "2026-11-26");
        await world.Get<PlanLife>().AgeAllAsync();
        var before = Plan(world, "S1001").ToJsonString();
        var entries = world.Scalar<int>("SELECT COUNT(*) FROM audit WHERE kind = 'agreement-life'");
        Pay(world, "S1001,Payment,1000.00,CNY,2026-11-25", "2026-11-26", payment: 1);
        (await world.Get<PlanLife>().AgeAllAsync()).ShouldBe(0);
        Plan(world, "S1001").ToJsonString().ShouldBe(before);
        world.Scalar<int>("SELECT COUNT(*) FROM audit WHERE kind = 'agreement-life'").ShouldBe(entries);
    }

    [Fact]
    public async Task Unpaid_it_is_missed_appended_noticed_and_broken_and_people_hear_of_it_and_a_restart_keeps_it()
    {
        var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        await PassToAsync(world, "2026-11-30"); // the last day of grace
        Row(Plan(world, "S1001"), 1).ShouldBe("DUE 0.00 ");
        await PassToAsync(world, "2026-12-01");
        var plan = Plan(world, "S1001");
        Row(plan, 1).ShouldBe("MISSED 0.00 ");
        plan["schedule"]!.AsArray().Count.ShouldBe(25);
        (plan["schedule"]![24]!["amount"] + " " + plan["schedule"]![24]!["dueOn"]).ShouldBe("975.77 2028-11-27");
        world.Records("S1001")["tickets"]!.AsArray().ShouldBeEmpty();

        await PassToAsync(world, "2026-12-31");
        plan = Plan(world, "S1001");
        plan["status"]!.ToString().ShouldBe("ACTIVE");
        plan["noticeOn"]!.ToString().ShouldBe("2026-12-31");
        plan["arrears"]!.ToString().ShouldBe("975.77");
        Tickets(world).ShouldBe(["SUPERVISOR plan_missed_twice"]);

        await using var later = await world.RestartAsync();
        await PassToAsync(later, "2027-01-07");
        Plan(later, "S1001")["status"]!.ToString().ShouldBe("ACTIVE");
        await PassToAsync(later, "2027-01-08");
        plan = Plan(later, "S1001");
        plan["status"]!.ToString().ShouldBe("BROKEN");
        plan["endedOn"]!.ToString().ShouldBe("2027-01-08");
        Tickets(later).ShouldBe(["SUPERVISOR plan_missed_twice", "SUPERVISOR plan_broken"]);
        Events(plan).ShouldBe(["CREATED", "MISSED 1", "APPENDED 25", "MISSED 2", "NOTICE", "BROKEN"]);
        using var db = later.Store.Open();
        later.Get<AuditChain>().Verify(db).BrokenAt.ShouldBeNull();
    }

    [Fact]
    public async Task Paid_within_the_notice_it_goes_on_and_posted_late_it_comes_back()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        await PassToAsync(world, "2026-12-31");
        await PassToAsync(world, "2027-01-08");
        Plan(world, "S1001")["status"]!.ToString().ShouldBe("BROKEN");
        Pay(world, "S1001,Payment,975.77,CNY,2027-01-07", "2027-01-09"); // valued on the last day of the notice
        var plan = Plan(world, "S1001");
        plan["status"]!.ToString().ShouldBe("ACTIVE");
        plan["endedOn"].ShouldBeNull();
        Row(plan, 2).ShouldBe("PAID 975.77 2027-01-07");
        Events(plan)[^2..].ShouldBe(["PAID 2", "CURED"]);
    }

    [Fact]
    public async Task Everything_paid_completes_it_and_a_new_plan_may_be_asked_for()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        Pay(world, "S1001,Payment,23418.55,CNY,2026-11-25", "2026-11-26");
        var plan = Plan(world, "S1001");
        plan["status"]!.ToString().ShouldBe("COMPLETED");
        plan["endedOn"]!.ToString().ShouldBe("2026-11-25");
        plan["remaining"]!.ToString().ShouldBe("0.00");
        world.Scalar<int>("SELECT COUNT(*) FROM agreements WHERE status IN ('PENDING_APPROVAL', 'ACTIVE', 'PAUSED') AND case_no = 'S1001'").ShouldBe(0);
    }

    [Theory]
    [InlineData("500.00", "2026-11-27", "KEPT", "500.00", "2026-11-27")]
    [InlineData("400.00", "2026-11-28", "PARTIAL", "400.00", "2026-11-28")]
    [InlineData("399.99", "2026-11-28", "BROKEN", "399.99", "2026-11-28")]
    [InlineData("500.00", "2026-11-29", "BROKEN", "0.00", null)] // a day after the grace
    public async Task A_promise_ends_by_what_came_in_its_time(string amount, string valued, string status, string actual, string? on)
    {
        await using var world = await World.WithSamplesAsync();
        await PromiseAsync(world, "11月27号还500");
        Pay(world, $"S1001,Payment,{amount},CNY,{valued}", "2026-11-29");
        var promise = world.Records("S1001")["promises"]![0]!;
        promise["status"]!.ToString().ShouldBe(status);
        promise["actualAmount"]!.ToString().ShouldBe(actual);
        promise["actualOn"]?.ToString().ShouldBe(on);
    }

    [Fact]
    public async Task A_verdict_is_bettered_by_money_posted_late_and_a_kept_promise_stays_kept()
    {
        await using var world = await World.WithSamplesAsync();
        await PromiseAsync(world, "11月27号还500");
        await PassToAsync(world, "2026-11-29");
        Promises(world).ShouldBe(["BROKEN"]);
        Pay(world, "S1001,Payment,500.00,CNY,2026-11-27", "2026-11-30");
        Promises(world).ShouldBe(["KEPT"]);
        Pay(world, "S1001,Chargeback,500.00,CNY,2026-11-28", "2026-11-30", payment: 2);
        Promises(world).ShouldBe(["KEPT"]);
    }

    [Fact]
    public async Task Two_promises_broken_in_a_row_are_work_for_a_person_once()
    {
        await using var world = await World.WithSamplesAsync();
        foreach (var (day, after) in new[] { ("11月27号还500", "2026-11-29"), ("12月5号还500", "2026-12-07") })
        {
            await PromiseAsync(world, day);
            await PassToAsync(world, after);
            Fresh(world);
        }

        Promises(world).ShouldBe(["BROKEN", "BROKEN"]);
        Tickets(world).ShouldBe(["GENERAL promise_broken_twice"]);
        await world.Get<PlanLife>().AgeAllAsync();
        Tickets(world).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_payment_counts_for_the_promise_and_the_agreement_alike()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        await PromiseAsync(world, "11月27号还500");
        Pay(world, "S1001,Payment,975.77,CNY,2026-11-27", "2026-11-28");
        Promises(world).ShouldBe(["KEPT"]);
        Row(Plan(world, "S1001"), 1).ShouldBe("PAID 975.77 2026-11-27");
    }

    [Fact]
    public async Task What_was_agreed_before_there_was_a_life_to_record_goes_on()
    {
        await using var world = await World.WithSamplesAsync();
        var text = await File.ReadAllTextAsync(Repository.PathOf("bot", "Storage", "Migrations", "002-plan-life.sql"));
        await AgreeAsync(world, "S1001");
        // The tables as the first migration left them, with an agreement in them.
        var path = world.StorePath + "-old.db";
        world.Store.Read(db => db.Execute("VACUUM INTO @path", new { path }));
        await using var old = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path}");
        await old.ExecuteAsync("DROP TABLE plan_events; DROP TABLE plan_holds; DROP INDEX promises_case; DROP INDEX agreements_case; DROP INDEX agreements_status");
        foreach (var (table, column) in text.Split('\n').Where(line => line.StartsWith("ALTER TABLE", StringComparison.Ordinal)).Select(line => (line.Split(' ')[2], line.Split(' ')[5])))
            await old.ExecuteAsync($"ALTER TABLE {table} DROP COLUMN {column}");
        await old.ExecuteAsync(text);
        (await old.QueryAsync<string>("SELECT event || ' ' || after FROM plan_events ORDER BY at")).ShouldBe(["CREATED ACTIVE", "CREATED ACTIVE"]);
    }

    [Fact]
    public async Task The_server_brings_them_up_to_the_day_when_it_starts()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        world.Clock.Set(DateTimeOffset.Parse("2026-12-01T10:00+08:00", null));
        using var day = new Assistant.Bot.PlanDay(world.Get<PlanLife>(), world.Get<Erasure>(), world.Get<Assistant.Bot.Turns.BankClock>(), world.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Assistant.Bot.PlanDay>.Instance);
        await day.StartAsync(CancellationToken.None);
        for (var tries = 0; tries < 200 && Row(Plan(world, "S1001"), 1) != "MISSED 0.00 "; tries++)
            await Task.Delay(50);
        await day.StopAsync(CancellationToken.None);
        Row(Plan(world, "S1001"), 1).ShouldBe("MISSED 0.00 ");
    }

    [Fact]
    public async Task Days_imports_and_turns_at_once_lose_nothing_and_count_nothing_twice()
    {
        await using var world = await World.WithSamplesAsync();
        await AgreeAsync(world, "S1001");
        world.Clock.Set(DateTimeOffset.Parse("2026-11-23T10:00+08:00", null));
        var talks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.TalkAsync("S1001")));
        var files = Enumerable.Range(0, 8).Select(i => world.WriteFile($"payments{i}.csv", $"payment_id,case_no,txn_type,amount,currency,value_date\nM{i},S1001,Payment,100.00,CNY,2026-11-22\n")).ToList();
        await Task.WhenAll(
        [
            .. files.Select(file => Task.Run(() => world.Get<Importer>().ImportFile(file, "en-US", _ => { }))),
            .. Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.Get<PlanLife>().AgeAllAsync())),
            .. talks.Select(talk => Task.Run(() => talk.SayAsync("我的分期还剩几期"))),
        ]);
        await world.Get<PlanLife>().AgeAllAsync();
        Row(Plan(world, "S1001"), 1).ShouldBe("PART 800.00 ");
        world.Scalar<int>("SELECT COUNT(*) FROM plan_events e JOIN agreements a USING (agreement_id) WHERE case_no = 'S1001' AND event = 'PART'").ShouldBeInRange(1, 8);
        using var db = world.Store.Open();
        world.Get<AuditChain>().Verify(db).BrokenAt.ShouldBeNull();
    }

    internal static async Task AgreeAsync(World world, string caseNo, string monthly = "我每个月还1200")
    {
        var talk = await world.TalkAsync(caseNo);
        foreach (var text in new[] { monthly, "选1", "已看清", "同意" })
            await talk.SayAsync(text);
        talk.Trace["agreement"].ShouldNotBeNull();
    }

    /// <summary>The newest agreement of a case.</summary>
    internal static JsonObject Plan(World world, string caseNo) => world.Records(caseNo)["agreements"]!.AsArray()[^1]!.AsObject();

    /// <summary>Words of each event, with the instalment it is about.</summary>
    internal static List<string> Events(JsonObject plan) => [.. plan["events"]!.AsArray().Select(e => $"{e!["event"]} {e["instalment"]}".Trim())];

    /// <summary>Lets the days pass to one, as the server does.</summary>
    internal static async Task PassToAsync(World world, string day)
    {
        world.Clock.Set(DateTimeOffset.Parse(day + "T10:00+08:00", null));
        await world.Get<PlanLife>().AgeAllAsync();
    }

    private static async Task PromiseAsync(World world, string words)
    {
        var talk = await world.TalkAsync("S1001");
        await talk.SayAsync(words);
        await talk.SayAsync("对");
        talk.Trace["promise"].ShouldNotBeNull(talk.Reply);
    }

    /// <summary>The bank sends newer figures, so that the assistant may speak of them.</summary>
    private static void Fresh(World world) =>
        world.Store.WriteAsync(db => db.Execute("UPDATE cases SET file = json_set(file, '$.asOf', @now)", new { now = world.Clock.Now.ToString("O") })).GetAwaiter().GetResult();

    private static void Pay(World world, string row, string today, int payment = 1)
    {
        world.Clock.Set(DateTimeOffset.Parse(today + "T10:00+08:00", null));
        var result = world.Get<Importer>().ImportFile(world.WriteFile("payments.csv", $"payment_id,case_no,txn_type,amount,currency,value_date\nB{payment},{row}\n"), "en-US", _ => { });
        (result.Problem, result.Rejected).ShouldBe((null, 0));
    }

    private static string Row(JsonObject plan, int seq) => plan["schedule"]!.AsArray()[seq - 1] is var row ? $"{row!["status"]} {row["paid"]} {row["paidOn"]}" : "";

    private static List<string> Tickets(World world) => [.. world.Records("S1001")["tickets"]!.AsArray().Select(t => $"{t!["queue"]} {t["reason"]}")];

    private static List<string> Promises(World world) => [.. world.Records("S1001")["promises"]!.AsArray().Select(p => p!["status"]!.ToString())];
}

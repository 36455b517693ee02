using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Skills;
using Assistant.Skills.Debtor;
using Assistant.Skills.Ledger;

namespace Assistant.Tests.Support;

/// <summary>Made-up accounts for tests of rules.</summary>
public static class MadeUp
{
    public static DateOnly Today { get; } = new(2026, 11, 21);

    public static AccountView View { get; } = ViewOn(Today);

    /// <summary>Every skill, with the protections and topics of the product.</summary>
    public static DebtorSkills Skills { get; } = new(ProtectionFiles.Read(PromptFolder.Find()), TopicFiles.Read(PromptFolder.Find()).Topics);

    public static Money Yuan(string amount) => new(decimal.Parse(amount, CultureInfo.InvariantCulture), "CNY");

    public static AccountView ViewOn(DateOnly day) =>
        new(new DateTimeOffset(day.ToDateTime(new TimeOnly(10, 0)), TimeSpan.FromHours(8)), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), TimeSpan.FromHours(72), 91);

    /// <summary>45 days overdue, all principal, figures of this morning.</summary>
    public static CaseFile File(Money balance) => new()
    {
        CaseNo = "T1",
        CreditorName = "东江银行信用卡中心",
        CustomerNo = "P1",
        Currency = balance.Currency,
        ProductName = "金卡",
        CardLast4 = "2210",
        StatementDay = 8,
        DueDate = Today.AddDays(-45),
        DelinquencyDate = Today.AddDays(-44),
        TotalDue = balance,
        Principal = balance,
        Interest = Money.Zero(balance.Currency),
        Penalty = Money.Zero(balance.Currency),
        Fees = Money.Zero(balance.Currency),
        MinPayment = Money.Zero(balance.Currency),
        DailyRate = 0.0005m,
        PenaltyRate = 0.05m,
        MinPayRate = 0.1m,
        AsOf = View.Now.AddHours(-8),
    };

    public static Account Account(string balance, DateOnly? today = null) => Account(Yuan(balance), today);

    public static Account Account(Money balance, DateOnly? today = null) =>
        Assistant.Skills.Ledger.Account.Of(today is { } day ? File(balance) with { AsOf = ViewOn(day).Now } : File(balance), [], today is { } at ? ViewOn(at) : View);

    /// <summary>A case that a plan is refused for, by the reason code.</summary>
    public static Account Unfit(string code) => Assistant.Skills.Ledger.Account.Of(code switch
    {
        "deceased" => Base with { Deceased = true },
        "fraud_under_review" => Base with { FraudFlag = true },
        "bankrupt" => Base with { Bankrupt = true },
        "dispute_open" => Base with { DisputeFlag = true },
        "complaint_open" => Base with { ComplaintOpen = true },
        "plan_in_last_six_months" => Base with { Instalment6M = true },
        "recalled" => Base with { RecallDate = Today.AddDays(-1) },
        "figures_stale" => Base with { AsOf = View.Now.AddHours(-72).AddMinutes(-1) },
        "bucket_not_allowed" => Base with { DueDate = Today },
        "nothing_owed" => Base with { TotalDue = Yuan("0"), Principal = Yuan("0") },
        _ => throw new ArgumentException(code),
    }, [], View);

    /// <summary>A case without lines and payments.</summary>
    public static History NoLines() => new("CNY", 8, 25, []);

    private static CaseFile Base => File(Yuan("20000"));
}

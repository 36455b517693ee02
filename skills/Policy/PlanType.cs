using Assistant.Skills.Ledger;

namespace Assistant.Skills.Policy;

/// <summary>What a plan costs.</summary>
public enum Pricing
{
    /// <summary>Nothing: the balance is divided.</summary>
    None,

    /// <summary>A monthly rate of the original principal, called interest (银保监规〔2022〕13号).</summary>
    Flat,

    /// <summary>A share of the contract's rate on what is still owed.</summary>
    Reducing,
}

/// <summary>One plan type of collections 5.2 as a bank admits it: data of the plan pack.</summary>
public sealed record PlanType
{
    /// <summary>全额结清: everything now.</summary>
    public const string PayInFull = "PIF";

    /// <summary>补齐逾期: the arrears over a few payments, beside the current minimums.</summary>
    public const string Cure = "CURE";

    /// <summary>延期: what is due, some days later; interest runs.</summary>
    public const string Extension = "EXT";

    /// <summary>账单分期: before the due date.</summary>
    public const string Statement = "BILL";

    /// <summary>暂缓: nothing to pay until a review day.</summary>
    public const string Hold = "HOLD";

    /// <summary>困难减压: a short plan at a reduced rate.</summary>
    public const string Hardship = "HARD";

    /// <summary>个性化分期 (办法 art. 70).</summary>
    public const string Personal = "PIA";

    /// <summary>递增分期: half the instalment in the first half; only when asked for.</summary>
    public const string Step = "STEP";

    /// <summary>再摊销: what is left of a running plan, spread anew.</summary>
    public const string Reamortise = "REAM";

    /// <summary>减免结清: a pre-approved amount settles the account.</summary>
    public const string Settlement = "SETL";

    /// <summary>分次减免结清: the same in two or three payments.</summary>
    public const string SettlementInParts = "SETP";

    /// <summary>Every type the engine can build.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [PayInFull, Cure, Extension, Statement, Hold, Hardship, Personal, Step, Reamortise, Settlement, SettlementInParts];

    /// <summary>One of <see cref="Known"/>.</summary>
    public required string Code { get; init; }

    /// <summary>First stage of delinquency in which it may be offered.</summary>
    public required Bucket From { get; init; }

    /// <summary>Last stage.</summary>
    public required Bucket To { get; init; }

    /// <summary>Terms on offer, months, ascending, each within the legal ceiling.</summary>
    public required IReadOnlyList<int> Terms { get; init; }

    /// <summary>What it costs.</summary>
    public required Pricing Pricing { get; init; }

    /// <summary>Flat: per month of the original principal, a fraction. Reducing: share of the contract's rate, a fraction.</summary>
    public required decimal Rate { get; init; }

    /// <summary>All of it must be over within this many days: extension, pause, settlement in parts.</summary>
    public int? MaxDays { get; init; }

    /// <summary>Whether a person always approves it.</summary>
    public required bool NeedsApproval { get; init; }

    /// <summary>Rule ids that admit it.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Whether it spreads the whole balance, so that the longest term by balance and the repeat limit hold.</summary>
    public bool SpreadsBalance => Code is Statement or Hardship or Personal or Step or Reamortise;

    /// <summary>Monthly rate of its interest, a fraction.</summary>
    /// <param name="dailyRate">Contract rate per day.</param>
    public decimal MonthlyRate(decimal dailyRate) => Pricing switch
    {
        Pricing.Flat => Rate,
        Pricing.Reducing => dailyRate * 365m / 12m * Rate,
        _ => 0m,
    };
}

/// <summary>How a pack reckons what a person can afford (collections 5.4).</summary>
/// <param name="HouseholdFloor">Least that one person lives on a month.</param>
/// <param name="EachFurther">The same for each further person of the household.</param>
/// <param name="BufferLeast">Least that stays for what nobody foresees.</param>
/// <param name="BufferShare">Share of the income that stays, a fraction; the larger of the two holds.</param>
/// <param name="HoldsMonths">Months after which the answer is asked again and the old one erased.</param>
public sealed record AffordabilityTerms(Money HouseholdFloor, Money EachFurther, Money BufferLeast, decimal BufferShare, int HoldsMonths)
{
    /// <summary>
    /// What is left a month: income less living costs (at least the household's floor), a buffer and other debts' minimums; never below nothing.
    /// </summary>
    /// <returns>Null unless income and living costs are both known.</returns>
    public Money? Of(Wish wish)
    {
        if (wish is not { Income: { } income, Essentials: { } essentials })
            return null;
        var zero = Money.Zero(income.Currency);
        var floor = HouseholdFloor + (EachFurther * ((wish.HouseholdSize ?? 1) - 1));
        var buffer = Money.Max(BufferLeast, Money.Round(income.Amount * BufferShare, income.Currency));
        return Money.Max(zero, income - Money.Max(essentials, floor) - buffer - (wish.OtherMinimums ?? zero));
    }
}

/// <summary>Where free and independent advice about debt is to be had.</summary>
/// <param name="Names">Name per locale.</param>
/// <param name="Phone">Public number.</param>
public sealed record FreeAdvice(IReadOnlyDictionary<string, string> Names, string Phone);

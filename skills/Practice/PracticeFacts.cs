using Assistant.Skills.Conduct;

namespace Assistant.Skills.Practice;

/// <summary>What a review knows of a scenario's case.</summary>
internal static class PracticeFacts
{
    /// <summary>The context in which a line of the agent is heard.</summary>
    public static ReviewContext Context(Scenario scenario, DateOnly day, bool isVerified) => new()
    {
        Jurisdiction = scenario.Jurisdiction, Day = day, Speaker = Speaker.Agent, Verified = isVerified,
        Audience = scenario.Speaker == Speaker.ThirdParty ? Audience.ThirdParty : Audience.Debtor, Flags = Flags(scenario), Figures = Figures(scenario),
    };

    /// <summary>Facts of the case as flags of a review.</summary>
    private static Dictionary<string, string> Flags(Scenario scenario)
    {
        var file = scenario.Account.File;
        var flags = new (bool Holds, string Flag)[]
        {
            (true, "sender_bank"), (true, "debtor_initiated"), (file.DisputeFlag, "dispute_open"), (file.ComplaintOpen, "complaint_open"), (file.Deceased, "deceased"), (file.Bankrupt, "bankrupt"), (file.DoNotContact, "do_not_contact"),
        };
        return flags.Where(flag => flag.Holds).ToDictionary(flag => flag.Flag, _ => "");
    }

    /// <summary>The case's own amounts.</summary>
    private static Dictionary<string, decimal> Figures(Scenario scenario) => new Dictionary<string, decimal>
    {
        ["total"] = scenario.Account.Total.Amount, ["minimum"] = scenario.Account.MinPayment.Amount, ["principal"] = scenario.Account.Principal.Amount,
        ["interest"] = scenario.Account.Interest.Amount, ["penalty"] = scenario.Account.Penalty.Amount, ["arrears"] = scenario.Account.Overdue.Amount,
    };
}

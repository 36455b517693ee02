namespace Assistant.Skills.Debtor;

/// <summary>Who we are and how to check it, greetings and goodbyes, language, and where to pay.</summary>
public sealed class Courtesy : IDebtorSkill
{
    /// <inheritdoc/>
    public string Id => "courtesy";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Access> Intents { get; } = new Dictionary<string, Access>
    {
        ["greeting"] = Access.Anyone,
        ["thanks_bye"] = Access.Anyone,
        ["ask_is_bot"] = Access.Anyone,
        ["ask_who_authority"] = Access.Anyone,
        ["suspect_scam"] = Access.Anyone,
        ["repeat_clarify"] = Access.Anyone,
        ["ask_how_to_pay"] = Access.Cardholder,
        ["out_of_scope"] = Access.Anyone,
        ["small_talk"] = Access.Anyone,
        ["language_zh"] = Access.Anyone,
        ["language_en"] = Access.Anyone,
        ["language_switch"] = Access.Anyone,
        ["affirm"] = Access.Anyone,
        ["deny"] = Access.Anyone,
        ["unclear_input"] = Access.Anyone,
        ["dictation_typo_noise"] = Access.Anyone,
    };

    /// <inheritdoc/>
    public Outcome Handle(Request request, Desk desk)
    {
        (string, Value) name = ("operator", new Value.LocalName(desk.Operator.Names));
        (string, Value) hotline = ("hotline", new Value.Phone(desk.Operator.Hotline));
        return request.Intent switch
        {
            // Whoever was greeted on arriving and says hello is greeted back, not introduced to once more.
            "greeting" when desk.Said.Contains("courtesy.hello") => Say(new Say("courtesy.hello_again")) with { Choices = desk.Open is Ask.Nothing ? StartChoices : [] },
            "greeting" => Say(new("courtesy.hello", name, ("role", new Value.Phrase(desk.Operator.IsAgency ? "operator.agency" : "operator.bank")))) with
            {
                Choices = desk.Open is Ask.Nothing ? StartChoices : [],
            },
            "thanks_bye" => Say(new Say("courtesy.bye")) with { Says = [.. Opening.Summary(desk), new("courtesy.bye")] },
            "ask_is_bot" => Say(new Say("courtesy.is_bot")) with { Choices = [new("choice.person", "ask_human")], Rules = ["ai.disclose"] },
            "ask_who_authority" or "suspect_scam" => Say(new Say("courtesy.genuine", name, hotline)),
            "ask_how_to_pay" => Pay(desk),
            "language_zh" => Say(new Say("courtesy.language")) with { Effects = [new Effect.LocaleChosen("zh-CN")] },
            "language_en" => Say(new Say("courtesy.language")) with { Effects = [new Effect.LocaleChosen("en-US")] },
            "language_switch" => Say(new Say("courtesy.languages")) with { Choices = [new("choice.chinese", "language_zh"), new("choice.english", "language_en"), new("choice.person", "ask_human")] },
            "affirm" or "deny" => Say(new Say("courtesy.noted")),
            "small_talk" => Say(new Say("courtesy.small_talk")) with { Choices = desk.Open is Ask.Nothing ? StartChoices : [] },
            "out_of_scope" => Say(new Say("courtesy.out_of_scope")) with { Choices = StartChoices },
            "dictation_typo_noise" => Say(new Say("courtesy.say_again")) with { Action = "clarify" },
            _ => Say(new Say("courtesy.what_i_do")) with { Choices = StartChoices },
        };
    }

    /// <summary>The button that starts an intent.</summary>
    internal static Choice ChoiceOf(string intent) => new(intent switch
    {
        "ask_balance" => "choice.balance",
        "ask_why_interest" => "choice.why_interest",
        "ask_instalment" => "choice.instalment",
        "ask_how_to_pay" => "choice.how_to_pay",
        "ask_human" => "choice.person",
        _ => throw new ArgumentException($"No button starts '{intent}'.", nameof(intent)),
    }, intent);

    /// <summary>What most people want first.</summary>
    internal static IReadOnlyList<Choice> StartChoices { get; } =
        [new("choice.balance", "ask_balance"), new("choice.instalment", "ask_instalment"), new("choice.person", "ask_human")];

    private Outcome Say(Say say) => new() { Skill = Id, Action = "answer", Says = [say] };

    private Outcome Pay(Desk desk) => new()
    {
        Skill = Id,
        Action = "answer",
        Says = [new("pay.intro", ("creditor", Names.Of(desk))), .. desk.Creditor.PaymentRoutes.Select(route => new Say(route)), new("pay.never")],
        Rules = ["pay.official-routes-only"],
        Effects = [new Effect.Disposition("INF")],
    };
}

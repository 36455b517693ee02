using System.Globalization;
using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Skills.Debtor;

/// <summary>
/// Reckons what a person can pay with the fewest questions: what comes in, what living costs. The answers serve the plan only.
/// Part of <see cref="Plans"/>, whose wish it completes.
/// </summary>
internal static class Budget
{
    /// <summary>The first question, after a hardship was told or when no amount could be named.</summary>
    public static Outcome Begin(Wish wish, string lead, string disposition) => new()
    {
        Skill = "plans",
        Action = "ask",
        Says = [new(lead), new("budget.ask_income")],
        Ask = new Ask.Income(wish),
        Effects = [new Effect.Disposition(disposition)],
        Choices = [new("choice.no_income", "no"), new("choice.person", "ask_human")],
    };

    /// <summary>The wish after an answer; null when the message does not answer.</summary>
    public static Wish? Answered(Ask open, Request request, string currency)
    {
        var sum = request.Heard.Where(e => e.Type == EntityType.Amount && (e.Currency ?? currency) == currency)
            .Aggregate((decimal?)null, (total, e) => (total ?? 0m) + decimal.Parse(e.Value, CultureInfo.InvariantCulture));
        return (open, sum) switch
        {
            (Ask.Income ask, { } income) => ask.Wish with { Income = Money.Round(income, currency) },
            (Ask.Income ask, null) when request.Answer.Yes == false => ask.Wish with { Income = Money.Zero(currency), Essentials = Money.Zero(currency) },
            (Ask.Essentials ask, { } costs) => ask.Wish with { Essentials = Money.Round(costs, currency) },
            _ => null,
        };
    }

    /// <summary>The second question.</summary>
    public static Outcome AskEssentials(Wish wish) => new()
    {
        Skill = "plans", Action = "ask", Says = [new("budget.ask_essentials")], Ask = new Ask.Essentials(wish), Effects = [new Effect.PrivateAnswer()],
    };

    /// <summary>What is left, said before the offers; with nothing left, where free advice is to be had and that a person takes it on.</summary>
    public static Outcome Before(Desk desk, Quote quote)
    {
        var pack = desk.Pack!;
        var affordable = quote.Affordable!.Value;
        Effect[] kept = [new Effect.PrivateAnswer(), new Effect.Affordable(affordable, desk.Today.AddMonths(pack.Affordability.HoldsMonths))];
        var fact = new Fact("affordable", new Value.Amount(affordable), desk.Now, $"policy/{pack.Name}");
        if (affordable >= pack.Floor(desk.Cardholder.Account.Total))
        {
            return new Outcome
            {
                Skill = "plans", Action = "answer", Effects = kept, Says = [new("budget.affordable", ("affordable", new Value.Amount(affordable)))],
                Facts = [fact],
            };
        }

        return new Outcome
        {
            Skill = "plans",
            Action = "answer",
            Says =
            [
                affordable == Money.Zero(pack.Currency) ? new("budget.nothing_left") : new("budget.below_floor", ("affordable", new Value.Amount(affordable))),
                new("budget.free_advice", ("advice", new Value.LocalName(pack.Advice.Names)), ("phone", new Value.Phone(pack.Advice.Phone))),
            ],
            Facts = [fact],
            Effects = [.. kept, .. Person.Effects(desk, new(Queue.Specialist, "hardship_beyond_policy", "plan.nothing-affordable"))],
            Rules = ["plan.nothing-affordable"],
        };
    }
}

using System.Globalization;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Skills;

namespace Assistant.Bot.Reply;

/// <summary>How typed values look in each language.</summary>
public static class Formats
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>¥1,234.50 in English, 1,234.50 元 in Chinese; a currency without a sign of its own is named.</summary>
    public static string Show(Money money, string locale)
    {
        var number = money.Amount.ToString("#,##0.00", Plain);
        return (locale, money.Currency) switch
        {
            (Locales.Chinese, "CNY") => $"{number} 元",
            (Locales.Chinese, "USD") => $"{number} 美元",
            (Locales.Chinese, "GBP") => $"{number} 英镑",
            (Locales.Chinese, var code) => $"{number} {code}",
            (_, "CNY") => $"¥{number}",
            (_, "USD") => $"${number}",
            (_, "GBP") => $"£{number}",
            (_, var code) => $"{code} {number}",
        };
    }

    /// <summary>2026年12月10日, or December 10, 2026.</summary>
    public static string Show(DateOnly day, string locale) =>
        locale == Locales.Chinese ? day.ToString("yyyy年M月d日", Plain) : day.ToString("MMMM d, yyyy", Plain);

    /// <summary>The day and the minute, in the offset the moment carries.</summary>
    public static string Show(DateTimeOffset at, string locale) =>
        $"{Show(DateOnly.FromDateTime(at.DateTime), locale)} {at.ToString("HH:mm", Plain)}";

    /// <summary>2026-10-12 – 2026-11-01: short, for tables.</summary>
    public static string Show(DateOnly from, DateOnly to) => $"{from.ToString("yyyy-MM-dd", Plain)} – {to.ToString("yyyy-MM-dd", Plain)}";

    /// <summary>2 年 3 个月, or 2 years and 3 months; parts that are nothing are left out.</summary>
    public static string ShowSpan(int months, string locale)
    {
        var (years, rest) = (months / 12, months % 12);
        if (locale == Locales.Chinese)
            return string.Join(' ', new[] { years > 0 ? $"{years} 年" : "", rest > 0 || years == 0 ? $"{rest} 个月" : "" }.Where(part => part.Length > 0));
        return string.Join(" and ", new[] { years > 0 ? Count(years, "year") : "", rest > 0 || years == 0 ? Count(rest, "month") : "" }.Where(part => part.Length > 0));

        static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";
    }

    /// <summary>At least two decimals, at most six.</summary>
    public static string ShowPercent(decimal percent) => percent.ToString("0.00####", Plain) + "%";
}

/// <summary>Puts decisions into words: templates filled with typed values, in the person's language.</summary>
public sealed class ReplyWriter(Templates templates, BankClock clock, ILinks links) : IReply
{
    /// <inheritdoc/>
    public Words Write(Outcome outcome, string locale)
    {
        locale = outcome.LocaleChosen ?? locale;
        var verified = outcome.Facts.Count > 0 || outcome.Card is not null
            || outcome.Says.Any(say => say.Values.Any(value => value.Value is Value.Amount or Value.Date or Value.Percent or Value.Span))
            || outcome.Effects.Any(effect => effect is Effect.Verified);
        return new Words
        {
            Outcome = outcome,
            Locale = locale,
            Text = string.Join("\n\n", outcome.Says.Select(say => Text(say, locale, outcome))),
            Lead = string.Join("\n\n", outcome.Says.Where(say => !say.IsOnCard).Select(say => Text(say, locale, outcome))),
            Card = outcome.Card is { } card ? AdaptiveCards.Table(card, value => Show(value, locale), id => Text(new Say(id), locale)) : null,
            Buttons = [.. outcome.Choices.Select(choice => (Text(new Say(choice.LabelId, choice.Values), locale), choice.Means))],
            Whys = Trace.OffersIn(outcome).ToDictionary(offer => offer.OfferId, offer => Text(new Say("plan.why." + offer.Why), locale)),
            IsSensitive = verified,
            AgreementContents = string.Join("\n", outcome.Effects.OfType<Effect.Agreement>().SelectMany(a => a.Contents).Select(say => Text(say, locale))),
        };
    }

    /// <summary>One reply in words.</summary>
    /// <param name="say">The reply with its values.</param>
    /// <param name="locale">Language.</param>
    public string Text(Say say, string locale) => templates.Get(locale, say.ReplyId).Fill(say.Values, value => Show(value, locale));

    /// <summary>One reply in the form that was chosen, else the simplest where that is wanted, else one in its turn.</summary>
    private string Text(Say say, string locale, Outcome outcome) =>
        (outcome.Forms.TryGetValue(say.ReplyId, out var form) ? templates.Get(locale, form) : templates.Get(locale, say.ReplyId, outcome.IsPlain, outcome.Turn)).Fill(say.Values, value => Show(value, locale));

    private string Show(Value value, string locale) => value switch
    {
        Value.Amount amount => Formats.Show(amount.Money, locale),
        Value.Date date => Formats.Show(date.Day, locale),
        Value.Hour hour => hour.Time.ToString("HH:mm", CultureInfo.InvariantCulture),
        Value.Month month => month.Day.ToString(locale == Locales.Chinese ? "yyyy年M月" : "MMMM yyyy", CultureInfo.InvariantCulture),
        Value.Moment moment => Formats.Show(TimeZoneInfo.ConvertTime(moment.At, clock.Zone), locale),
        Value.Percent percent => Formats.ShowPercent(percent.Share),
        Value.Count count => count.Number.ToString(CultureInfo.InvariantCulture),
        Value.Span span => Formats.ShowSpan(span.Months, locale),
        Value.Period period => Formats.Show(period.From, period.To),
        Value.Phone phone => phone.Number,
        Value.Phones phones => string.Join(locale == Locales.Chinese ? " 或 " : " or ", phones.Numbers.Distinct()),
        Value.Name name => name.Text,
        Value.LocalName name => name.ByLocale[locale],
        Value.Code code => code.Text,
        Value.Phrase phrase => Text(new Say(phrase.ReplyId), locale),
        Value.Link link => links.Sign(link.Path),
        _ => throw new InvalidOperationException($"{value.GetType().Name} has no form in words."),
    };
}

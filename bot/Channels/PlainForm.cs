using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels;

/// <summary>Cards and choices in words, for channels that have neither.</summary>
public static class PlainForm
{
    /// <summary>The words of a message, with its card's table where the words do not say the same.</summary>
    public static string Words(Activity activity, PageTexts texts)
    {
        var locale = Locales.Of(activity.Locale) ?? Locales.Chinese;
        // A lead is what stands beside a card that the words repeat; without one the card says something of its own.
        return activity.Attachments is [{ Content: { } card }, ..] && activity.ChannelData?["lead"] is null
            ? $"{activity.Text}\n\n{AdaptiveCards.InWords(card, texts.Get(locale, "channel.colon"))}" : activity.Text ?? "";
    }

    /// <summary>A message's choices as a numbered list, or a plain one where the question itself asks for a number; empty without any.</summary>
    public static string Choices(Activity activity, PageTexts texts)
    {
        if (activity.SuggestedActions?.Actions is not { Count: > 0 } choices)
            return "";
        var isNumbered = activity.ChannelData?["asksForNumber"] is null;
        return $"\n\n{texts.Get(Locales.Of(activity.Locale) ?? Locales.Chinese, isNumbered ? "channel.choose" : "channel.choices")}\n{string.Join('\n', choices.Select((choice, i) => isNumbered ? $"{i + 1}. {choice.Title}" : $"· {choice.Title}"))}";
    }
}

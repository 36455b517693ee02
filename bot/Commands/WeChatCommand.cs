using Assistant.Bot.Channels.WeChat;

namespace Assistant.Bot.Commands;

/// <summary>wechat menu.</summary>
internal static class WeChatCommand
{
    /// <summary>Publishes the menu of <c>prompts/channels/wechat.yaml</c>.</summary>
    /// <returns>0, or 2 when the account is not configured or the platform refuses.</returns>
    public static async Task<int> MenuAsync(CancellationToken cancellation)
    {
        await using var services = CommandLine.Services();
        var api = services.GetRequiredService<WeChatApi>();
        if (!api.IsOn)
        {
            await Console.Error.WriteLineAsync("Set WeChat:AppId, WeChat:Token and WeChat:Secret first.");
            return 2;
        }

        try
        {
            var answer = await api.CreateMenuAsync(services.GetRequiredService<WeChatFiles>().Menu, cancellation);
            await (answer.Code == 0 ? Console.Out : Console.Error).WriteLineAsync(answer.Code == 0 ? "The menu is published; followers see it within a day, or at once after following anew." : $"The platform refuses the menu: {answer}");
            return answer.Code == 0 ? 0 : 2;
        }
        catch (HttpRequestException failure)
        {
            await Console.Error.WriteLineAsync($"The platform could not be reached: {failure.Message}");
            return 2;
        }
    }
}

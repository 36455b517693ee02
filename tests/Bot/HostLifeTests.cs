using System.Runtime.CompilerServices;
using Assistant.Bot.Storage;

namespace Assistant.Tests.OfBot;

public sealed class HostLifeTests
{
    private const int Hosts = 6;

    [Fact]
    public async Task A_server_that_ended_is_let_go_with_all_it_held()
    {
        var stores = new List<WeakReference>();
        for (var i = 0; i < Hosts; i++)
            stores.Add(await OneAsync());
        for (var tries = 0; tries < 10 && Alive(stores) > 1; tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100);
        }

        // The last one may still be on somebody's stack.
        Alive(stores).ShouldBeLessThanOrEqualTo(1);
    }

    private static int Alive(List<WeakReference> references) => references.Count(reference => reference.IsAlive);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> OneAsync()
    {
        await using var host = await ServerHost.StartAsync();
        await host.CallAsync(HttpMethod.Post, "/webchat/token", null);
        return new(host.Get<Store>());
    }
}
